"""Infections and vaccines: germs, cure, antibodies, what a vaccination does."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_INFECTION = """
infection: infection
    (incidence|rate|number) of (|new|lung|serious|bacterial|severe) infection; ~infection;
    (new|serious) (|lung|bacterial|opportunistic) infection; infection rate;
    (incidence of|rate of|any|number of|post operative|postoperative|nosocomial|hospital
    acquired) infection (|rate);
    infection incidence
ssi: surgical site infection
    (surgical site|wound) infection
uti: urinary tract infection
    urinary (|tract) infection; =UTI; bacteriuria
bacteremia: bloodstream infection
    (bacteremia|bacteraemia|blood stream infection|bloodstream infection|catheter related infection)
sepsis: sepsis
    (|late onset|neonatal|culture proven|late onset neonatal|incidence of|severe) sepsis
clinical_cure: clinical cure
    (clinical|overall) (cure|success|failure) (|rate); clinical response at (test of cure|toc);
    cure rate; ~cure; test of cure
micro_cure: microbiological cure
    (microbiological|bacteriological|mycological|microbiologic|bacterial|pathogen|parasitological|mycologic)
    (cure|eradication|response|success|clearance|outcome|eradication rate) (|rate)
hp_eradication: H. pylori eradication
    (h|helicobacter) pylori eradication (|rate); eradication (|rate) (|of) (h|helicobacter) pylori;
    ~eradication rate
recurrence_infection: recurrent infection
    recurrence of infection; recurrent infection
culture_conversion: sputum culture conversion
    (|sputum) (culture|smear) conversion;
    (time to|) sputum (culture|smear) (conversion|negativity)
acpr: adequate clinical and parasitological response
    adequate clinical and parasitological response; =ACPR;
    pcr (corrected|adjusted) (|cure|efficacy|acpr)
malaria: malaria episodes
    (clinical|incidence of|episode of|severe|symptomatic|uncomplicated|confirmed)
    (|severe|clinical) malaria (|episode|infection|case|disease);
    malaria (incidence|episode|infection)
parasite_clearance: parasite clearance
    parasite clearance (|time|rate); parasite reduction ratio
gametocytes: gametocytes
    gametocyte (|carriage|prevalence|density)
fever_clearance: fever clearance
    (fever clearance|time to defervescence|fever resolution|resolution of fever)
fever: fever
    (incidence of|rate of|occurrence of|number of|any|duration of) fever; ~fever
virologic_failure: virologic failure
    (virologic|virological) failure; loss of virologic response
hiv_incidence: HIV infection
    (hiv|hiv 1) (incidence|acquisition|seroconversion|transmission|infection rate);
    (incidence|incident) (|of) hiv (|infection)
svr: sustained virologic response
    sustained (virologic|virological) response; =SVR; =SVR12;
    (sustained virologic|sustained virological|sustained viral) response (|rate) (|12|24|svr12|svr);
    =SVR24; =SVR4; =SVR (12|24|4)
evr: early virologic response
    (early|partial early|complete early) (virologic|virological|viral) response; =EVR; =cEVR
rvr: rapid virologic response
    rapid (virologic|virological|viral) response; =RVR
etr: end-of-treatment response
    end of treatment (|virologic|virological|viral) response; =ETR; =EOT response
hbsag_loss: HBsAg loss
    hbsag (loss|clearance|seroconversion|level|decline); loss of hbsag
hbeag_loss: HBeAg loss
    hbeag (loss|clearance|seroconversion|negativity); loss of hbeag
viral_clearance: viral clearance
    viral clearance; time to negative (pcr|rt pcr); virus clearance; negative conversion
viral_resistance: resistance
    (resistance (|associated)
    mutation|(drug|antiviral|antibiotic|genotypic|viral|antimicrobial) resistance|resistance
    to)
ttr_symptoms: time to symptom resolution
    time to (symptom|clinical) (resolution|recovery|improvement);
    (time to|duration of) (|illness|flu|influenza) (alleviation of|) (symptom|illness)
    (|resolution|alleviation);
    time to (alleviation|resolution) of (|all|flu|influenza|clinical) symptom
clinical_recovery: clinical recovery
    time to (|clinical) recovery; clinical recovery (|rate)
seroconversion: seroconversion
    seroconversion (|rate); (|rate of|percentage of) seroconversion (|rate); seroresponse (|rate);
    =SCR; serologic response; seroconversion factor
seroprotection: seroprotection
    (seroprotection|seroprotected) (|rate); =SPR; seroprotective (|titer|level|antibody)
nab: neutralising antibodies
    neutralizing antibody (|nab|titer|response); neutralising antibody;
    nab (positive|positivity|titer|status)
vaccine_efficacy: vaccine efficacy
    (vaccine|protective) (efficacy|effectiveness)
solicited_local: solicited local reactions
    solicited (|injection site|administration site) (local|injection site|administration
    site|local injection site) (|adverse) (reaction|event|symptom|ar|ae)
solicited_systemic: solicited systemic reactions
    solicited (systemic|general) (|adverse) (reaction|event|symptom|ar|ae)
solicited: solicited reactions
    solicited (|adverse|local and systemic|local and general|injection site and systemic)
    (|adverse) (reaction|event|symptom|ar|ae)
unsolicited: unsolicited adverse events
    unsolicited (|adverse) (event|reaction|symptom|ae)
diarrhea: diarrhoea
    (|duration of|incidence of|acute|severity of|frequency of) (diarrhea|diarrhoea)
    (|episode|incidence)
covid: COVID-19
    (symptomatic|confirmed|severe|laboratory confirmed|incidence of|virologically confirmed)
    (covid 19|sars cov 2) (|infection|disease|case);
    (covid 19|sars cov 2) infection (|rate)
flu: influenza
    (laboratory confirmed|culture confirmed|confirmed|symptomatic|incidence of) influenza
    (|infection|illness|like illness)
carriage: carriage
    (nasopharyngeal|nasal|rectal|bacterial|pneumococcal) (carriage|colonization|colonisation)
"""

_COUNTS = """
parasitemia: parasitaemia
    (|incidence of) (parasitemia|parasitaemia|parasite density|parasite count|parasite prevalence)
cd4: CD4 count
    cd4 (|t|cell|t cell|lymphocyte) (|cell) count; =CD4 count;
    cd4 (|lymphocyte) (count|percentage|count and percentage); =CD4 cell;
    cd4 (|positive|+) t cell count; cd4 lymphocyte
hiv_viral_load: HIV viral load
    (|plasma) (hiv|hiv 1) (viral load|rna) (|level|load); (hiv|hiv 1|virologic) suppression;
    human immunodeficiency virus hiv viral load;
    (plasma|) hiv (|1) rna (|level|copy|viral load|concentration); hiv (viral load|vl)
hcv_rna: HCV RNA
    hcv (rna|viral load) (|level)
hbv_dna: HBV DNA
    hbv (dna|viral load) (|level)
sars_cov_2_load: SARS-CoV-2 viral load
    (sars cov 2|covid 19) (rna|viral load)
viral_load: viral load
    viral load; viral suppression
ordinal_scale: WHO clinical status scale
    (ordinal scale|clinical progression scale|clinical status (scale|ordinal scale)|who
    (|clinical) (|progression|ordinal) scale|(7|8|6|seven|eight|six) (point|category)
    (|ordinal) scale);
    clinical status
gmt: geometric mean titres (GMT)
    geometric mean (|antibody|titer|concentration|of|fold|neutralizing)
    (|titer|concentration|antibody|rise|increase|ratio|antibody titer);
    =GMT; =GMC; =GMFR
cell_immunity: cellular immune response
    (cell mediated|cellular|t cell|t lymphocyte) (immunity|immune response|response|responder);
    elispot
"""

TABLE: tuple[Endpoint, ...] = (
    *read("infection", _INFECTION),
    *read("infection", _COUNTS, measured=True),
)
