"""What a criterion is about: the 46 topics, in the order of the comparison's rows.

A new word is one more stem in a topic's line. Stems begin at a word's beginning; a stem that ends in `$`
is a whole word. Words inside exceptions and examples give no topic.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from catalog.eligibility.context import Reading
from catalog.eligibility.values import Constraint


class Topic(msgspec.Struct, frozen=True):
    """A row of the comparison."""

    id: str
    label: str
    letters: str
    """Two letters for the margin of a numbered list."""
    stems: str


TOPICS: tuple[Topic, ...] = (
    Topic("age", "age", "Ag", r"age$|aged$|ages$|years? of age|years? old|year-old|yrs? old|adults? (?:over|aged|\()|older than \d|younger than|over \d\d years|under \d\d years|minors$"),
    Topic("sex", "sex", "Sx", r"both sexes|male (?:or|and|/|and/or) female|female (?:or|and|/|and/or) male|males? (?:or|and) females?|men (?:or|and) women|women (?:or|and) men|either sex|any sex|gender$|sex$|regardless of (?:sex|gender)|males? only|females? only"),
    Topic("disease_diagnosis", "diagnosis", "Dx", r"histolog|histopatholog|cytolog|cytopatholog|diagnos|biopsy[- ]proven|biopsy[- ]confirmed|patholog|carcinoma|adenocarcinoma|lymphoma$|leukemia|leukaemia|myeloma|sarcoma|melanoma|glioma|glioblastoma|squamous cell|primary (?:tumou?r|site|cancer)|(?:confirmed|documented|proven|suspected|established|known) (?:case|cancer|disease|diagnosis)|symptoms? (?:of|for|lasting|persist)|meet(?:s|ing)? (?:the )?(?:dsm|acr|eular|criteria for)|dsm-|cancer$|tumou?rs?$|neoplasm|mesothelioma|neuroblastoma|suffering from|syndrome$|arthritis|asthma|copd$|psoriasis|dermatitis|depress(?:ion|ive) disorder|schizophreni|alzheimer|parkinson|multiple sclerosis|epilepsy|type [12] diabetes|crohn|ulcerative colitis|colitis$|eczema|cystic fibrosis|osteoarthritis|migraine|stroke patients|fracture$|rhinitis"),
    Topic("disease_extent", "extent of disease", "Ex", r"stage$|stages$|staging|recurren|metasta|(?:locally |locoregionally )?advanced (?:or|and|disease|cancer|solid|malig|unresect|stage|tumou?r|/)|locally[- ]advanced|locoregional|unresectable|inoperable|resectable|surgically resect|relaps|refractory (?:to|disease|or|after)|refractory|progressi(?:ve|on)|progressed|residual disease|bulky|lesions? (?:involving|located|in)|lymph nodes?|nodal|involvement of|invad|invasi(?:ve|on)|not (?:curable|amenable)|curative|amenable to|remission|exacerbation|severity|moderate to severe|mild to moderate|extranodal|visceral|tumou?r (?:burden|size|volume|thrombus)|t[1-4]|n[0-3][a-c]?$|m[01]$|newly diagnosed|untreated|primary refractory|disseminated|oligometa|bone marrow involvement|duration of (?:disease|symptoms)|disease duration|active disease|disease activity|tumou?rs? involving"),
    Topic("measurable_disease", "measurable disease", "Me", r"recist|measurable|evaluable (?:disease|lesion)|target lesion|measurabl|irecist|lugano|rano$|assessable (?:disease|lesion)"),
    Topic("performance_status", "performance status", "PS", r"ecog|karnofsky|lansky|performance (?:status|score|scale)|zubrod|who performance|kps$|ecog-ps|eastern cooperative|ps$ ?(?:of|0|≤|<)|asa (?:class|score|physical|grade|i)|american society of anesthesiolog"),
    Topic("life_expectancy", "life expectancy", "LE", r"life[- ]expectancy|expected (?:survival|to live|lifespan|life)|survival (?:expectancy|time|of (?:at least|more|greater|≥|>))|estimated survival|anticipated survival|lifespan|predicted survival|expected survival|survival expected"),
    Topic("biomarker", "biomarker", "Bm", r"hpv|p16$|papilloma|pd-l1(?! (?:inhib|antib|or|,|agent|therap|treat|immuno|block|mono|check|pathway|target))|cps$|combined positive|tps$|tumou?r proportion|her-?2|egfr[- ](?:mut|sens|activ|wild|exon|t790|gene)|alk$[- ]?(?:rearr|pos|trans|fus|gene)?|braf|kras|nras|ras (?:wild|mut)|ros1|msi|mss$|microsatellite|mismatch repair|dmmr|pmmr|brca|hormone receptor|estrogen receptor|er[- ]positive|er\+|receptor[- ](?:positive|negative)|triple[- ]negative|mutation|gene (?:alter|rearr|fus|expr)|genetic|genotype|fusion|amplif|overexpress|psa$|prostate[- ]specific antigen|philadelphia|bcr-abl|cd19|cd20|cd22|cd30|cd33|cd123|bcma|ki-?67|fgfr|idh[12]|tmb$|tumou?r mutational|biomarker|molecular|cytogenetic|flt3|testosterone (?:level|<|≤)|ige$|immunohistochem|apoe|amyloid (?:pet|posit)|fish$|homologous recombination|hrd$|methylat"),
    Topic("tissue_sample", "tissue sample", "Ti", r"tissue (?:sample|specimen|block|for|biops|avail|must|from)|tumou?r tissue|archiv|biops(?:y|ies)(?! (?:proven|confirmed))|paraffin|formalin|ffpe|specimen|blood (?:sample|draw|collect|specimen)|fresh (?:tissue|tumou?r)|core needle|slides$|provide (?:tumou?r|tissue|blood|samples)|samples? (?:for|avail|collect)|donat(?:e|ion)"),
    Topic("prior_therapy", "prior therapy", "PT", r"(?:prior|previous(?:ly)?|earlier)[\w\s,/()-]{0,60}?(?:therap|treat|chemo|radi|regimen|lines?$|agent|immuno|transplant|surg|exposure|received|inhibitor|antibod|resection|drug|vaccin)|previously (?:treated|received|untreated)|pre-?treated|treatment[- ]na|naive|na[iï]ve|lines? of (?:therap|treat|systemic|prior|chemo)|failed|failure (?:of|to|on|with|after)|refractory (?:to|or intoleran)|resistant to|intoleran(?:t|ce) (?:to|of) (?:standard|prior|at least|fluoro|chemo|plat)|have (?:had|received)|has (?:had|received)|received (?:at least|no|more|any|one|two|a |prior|anti|treatment)|must have (?:received|had|progressed|failed)|progress(?:ed|ion) (?:on|after|following|during|within)|history of (?:treatment|receiving|radi)|(?:most recent|last) (?:systemic|therap|treat|regimen)|following (?:at least )?\d? ?(?:course|line|regimen)|no (?:prior|previous)|treated with|standard (?:therap|treat|of care)"),
    Topic("washout", "washout", "Wa", ""),
    Topic("prior_toxicity", "recovery from earlier treatment", "Rx", r"recover|residual toxic|(?:toxic|adverse)[\w\s()-]{0,60}(?:resolv|grade|return|baseline|recover)|resolv(?:ed|e)[\w\s]{0,40}(?:grade|baseline)|immune[- ]related (?:adverse|tox|pneumon|colitis|event)|irae|toxicit(?:y|ies)[\w\s()]{0,40}(?:grade|prior|previous|from|of|related|attrib)|unresolved|grade (?:≥ ?)?[1-4][\w\s]{0,30}toxic|permanent(?:ly)? discontinu|neuropathy$"),
    Topic("surgery_trauma", "surgery and wounds", "Su", r"major surg|surgical procedure|surgery (?:within|in the|or)|(?:significant|major|severe) (?:trauma|injur)|traumatic injury|wound|non-?healing|unhealed|recent surgery|fracture$|surgical (?:wound|incision)|planned surgery|undergone (?:major )?surgery|operation$"),
    Topic("investigational_trial", "other trials", "IT", r"investigational(?! (?:product administration|medicinal product administration))|(?:another|other|any|concurrent|different) (?:clinical|interventional|research|therapeutic|drug|investig\w+)[\w\s]{0,12}(?:trial|stud)|participat(?:e|ed|ing|ion) in (?:a|an|any|other|another|clinical|the)[\w\s-]{0,30}(?:trial|stud)|experimental (?:drug|agent|therap|treat|med)|clinical (?:trial|study|research) (?:of|within|in the|with)|enrolled in (?:another|other|any|a )|(?:another|other) (?:trial|study)$"),
    Topic("concurrent_therapy", "concurrent therapy", "CT", r"concurrent(?:ly)? (?:use|treat|therap|chemo|radi|anti|med|receiv|admin|enroll|palliat|hormon|bisph|immuno|cortico|steroid|investig)|concomitant|currently (?:receiving|taking|using|on|under|treated)|(?:receiving|taking|on) (?:any|chronic|medic|anti|drugs?|concomit|strong|treat|other|therap|oral|warf|insulin)|cyp ?3a|cyp\d|cytochrome|qt[- ]prolong|prolong(?:ing)? (?:the )?qt|anticoagula(?:nts?|tion) (?:therap|that|with|use|treat)|other (?:anti-?cancer|antineoplastic|anti-?tumou?r)|need for|requir(?:es|ing|e) (?:treatment|medic|therap|concom|continu|chronic|daily|systemic|long)|prohibited (?:med|drug|concom|therap)|use of (?:any|drugs|medic|systemic|anti|strong|oral|concom|other|certain)|drugs? (?:that|known|which|affecting|metabol)|medications? (?:that|known|which|affecting|such)|herbal|supplements$|during (?:the )?(?:study|treatment|trial) (?:period)?|stable dose|ongoing (?:treat|therap|use|need)|undergoing (?:therap|treat)|antineoplastic therapy|proton pump|p-gp|strong (?:inhib|induc)|substrates?$"),
    Topic("organ_function_general", "organ function in general", "Of", r"(?:organ|marrow|end organ|vital organ|major organ)[\w\s,/&-]{0,25}function|adequate (?:organ|bone marrow|laborator|hematolog\w+,|end organ|baseline|physiolog|haemat)|acceptable (?:lab|organ|hematolog)|laborator(?:y|ies) (?:results|values|tests?|abnormal|parameters|criteria|findings)|normal organ|abnormal laborator|blood test|hematolog\w+ and biochem|organ dysfunction|organ systems?$|lab(?:oratory)? abnormalit"),
    Topic("hematologic", "blood counts", "He", r"hemoglobin(?! a1c)|haemoglobin(?! a1c)|hgb$|hb$|anc$|neutrophil|neutropeni|granulocyte(?!.{0,3}(?:colony|macro))|platelet|thrombocyt|wbc$|white (?:blood )?cell|white blood|leu[ck]ocyte|leu[ck]openi|lymphocyte count|lymphopeni|hematocrit|haematocrit|bone marrow (?:function|reserve)|hematolog(?:ic|ical)(?! malign)|haematolog(?:ic|ical)(?! malign)|an[a]?emia|blood counts?|transfusion (?:independ|depend|within)|transfusion|blood routine|cytopeni|plt$"),
    Topic("hepatic", "liver", "Li", r"bilirubin|tbil|ast$|alt$|sgot|sgpt|transaminase|aminotransferase|alkaline phosph|alp$|albumin(?![- ]bound)|liver (?:function|disease|enzym|cirr|fail|dysfunc|test|biochem|impair|injur|trans(?:am)|insuff|abnorm)|hepatic (?:function|impair|dysfunc|disease|insuff|fail|enceph|decomp|cirr|enzym)|child[- ]?(?:turcotte[- ])?pugh|cirrho|lft|hepatic,|renal,? (?:and|or) hepatic|hepatic (?:and|or) renal|liver (?:and|or) (?:kidney|renal)|hepatic$|liver,|chronic liver|fatty liver|nash$|drug-induced liver|kidney (?:and|or) liver"),
    Topic("renal", "kidney", "Re", r"creatinine|crcl|gfr$|egfr (?:of|≥|>|<|≤|\()|egfr$ ?(?:[≥≤<>]|of|less|below|above|at)|glomerular|renal (?:function|insuff|impair|fail|disease|dysfunc|clear|dial|,|transpl)|kidney (?:function|disease|fail|injur|insuff|impair|,)|renal$|urea|bun$|dialysis|proteinuria|urine protein|urinary protein|nephro|cockcroft|hydroneph|24-?h(?:our)? (?:urin|prot)|hemodialysis"),
    Topic("coagulation_bleeding", "coagulation and bleeding", "Co", r"inr$|international normali[sz]ed|prothrombin|aptt|ptt$|thromboplastin|coagul|bleed|hemorrhag(?!ic stroke)|haemorrhag|hemoptysis|thrombo(?:sis|tic|embol|phil)|embol(?:ism|us|i$)|dvt$|vte$|anticoagul|clotting|hemophil|von willebrand|antiplatelet|hematuria|fibrinogen"),
    Topic("cardiovascular", "heart and vessels", "CV", r"cardi(?:ac|o(?!xic))|heart(?! rate variab| transpl)|lvef|ejection fraction|qtc?f?$|qt interval|nyha|new york heart|myocard|infarct|angina|arrhythm|arrythm|hypertens(?!ion.{0,5}intracran)|blood pressure|stroke|cva$|transient isch|tia$|cerebrovascular|coronary|vascular (?:disease|event)|atrial|ventricular|pacemaker|long qt|ecg$|electrocardio|ekg$|bradycard|tachycard|valv(?:e|ular)|aort(?:ic|a)|chf$|systolic|diastolic|syncope|torsade|arterial|peripheral artery|cardiomyopathy|pericard(?!ial eff)|hypotension|cabg|stent(?:ing)?$|carotid"),
    Topic("pulmonary", "lungs", "Pu", r"interstitial (?:lung|pneumon)|ild$|pneumonitis|pulmon(?:ary)?(?! (?:embol|tubercul|metast))|fev1|fev 1|dlco|diffus(?:ing|ion) capacity|spo2|oxygen|lung (?:disease|function|fibros|condition|infect)|respirat(?:ory)? (?:fail|disease|rate|func|insuff|condition|dis)|respiratory disease|asthma|copd|chronic obstructive|dyspn|non-?infectious pneumonia|pneumonia$|emphysema|bronchi|ventilat|sleep apnea|forced (?:expir|vital)|fvc$"),
    Topic("metabolic_endocrine", "metabolism and hormones", "En", r"glucose|hba1c|a1c$|diabet|insulin|electrolyt|potassium|calcium|hypercalc|hypocalc|hypokal|hyperkal|magnes|sodium|hyponat|thyroid|vitamin|crp$|c-reactive|ferritin|d-dimer|interleukin-6|il-6|cholesterol|triglycerid|lipid|endocrin|metabolic|adrenal|pituitar|cortisol|ketoacid|glyc(?:em|aem)|hypoglyc|hyperglyc|uric acid|testosterone|hormone (?:level|defic)|25\(oh\)|amylase|lipase|osteopor|obesity|phosph(?:ate|orus)|ldh$|lactate dehydro|tsh$"),
    Topic("body_vitals", "body and vital signs", "Bo", r"bmi$|body mass|weight|height|temperature|fever|vital signs?|febrile|heart rate|pulse$|body surface|birth ?weight"),
    Topic("cns_disease", "brain and CNS disease", "CN", r"brain (?:met|tumou?r|lesion|involv|dis|or lepto|cancer)|cns (?:met|dis|inv|tumou?r|lymph|lesion|malig|prim|cancer)|central nervous system|leptomening|carcinomatous mening|mening(?:eal|itis carc)|cord compression|cerebral met|intracranial|intra-cerebral met|cerebral edema|brain metast|spinal cord compr"),
    Topic("neuro_psychiatric", "nerves and mind", "NP", r"neuro(?:log|path(?!.{0,20}grade)|psych|cogn|degen|musc)|psych(?:iat|olog|osis|otic(?! sub)|osoc)|mental|seizure|epilep|dementia|cogniti|depress|suicid|schizo|bipolar|parkinson|encephal|guillain|myasthen|anxiety|convuls|conscious|alzheimer|migraine|mmse|moca$|claustro|autis|adhd|delirium|personality disorder"),
    Topic("substance_use", "alcohol, drugs, smoking", "SU", r"alcohol|drug (?:abuse|addict|depend|use dis|or alc|misuse)|substance (?:abuse|use|misuse|depend)|smok|tobacco|nicotine|illicit|addict|cigarette|opioid (?:use|depend|abuse)|cannabis|marijuana|cocaine|recreational drug|psychotropic sub|pack-?year|vap(?:e|ing)"),
    Topic("other_malignancy", "other cancers", "OM", r"(?:other|second|secondary|prior|previous|another|concurrent|additional|synchronous|different|history of|active|second primary|any|concomitant|invasive|chronic systemic diseases or)[\w\s,/()-]{0,40}(?:malignan|cancers?$|primary (?:malig|tumou?r)|neoplas)|malignan(?:cy|cies)(?! (?:hyper|hem|ascit))|second primary|history of (?:\w+ )?(?:cancer|malig)|basal cell|hematological tumou?rs|carcinoma in situ"),
    Topic("autoimmune", "autoimmune disease", "AI", r"auto-?immun|lupus|rheumatoid|inflammatory bowel|vasculitis|sjogren|graves|multiple sclerosis|scleroderma|chronic inflammatory|connective tissue dis"),
    Topic("immunosuppression", "immune suppression", "IS", r"immun(?:o|e)[- ]?(?:suppress|defic|compromis)|immunosup|steroid|corticoster|prednis|dexameth|glucocort|immune (?:defic|suppress|compro)|immunomodul"),
    Topic("transplant", "transplant", "Tr", r"transplant|allograft|gvhd|graft[- ]versus|bone marrow trans|hsct$|stem cell (?:trans|rescue)|asct$|car[- ]t"),
    Topic("infection_hiv", "HIV", "Hi", r"hiv$|hiv[-/ (]|human immun[oe]+[- ]?defic|aids$|acquired immun"),
    Topic("infection_hepatitis", "hepatitis", "Hp", r"hepatitis|hbv|hcv|hbsag|hbcab|hep[- ]?[bc]$"),
    Topic("infection_other", "other infections", "In", r"infect(?!ed particip)(?:ion|ious|ed)?|tubercul|tb$|covid|sars|sepsis|septic|bacter|fung|syphil|epstein|cmv$|cytomegalo|antibiotic|pneumonia$|viral (?!load|hep)|virus(?! (?:hiv|\(hiv))|parasit|herpes|abscess|osteomyel|malaria|helicobacter|h\. pylori|aspergill|mycobact|strongyl|chlamyd|gonorr|opportunist|sinusitis|otitis"),
    Topic("vaccination", "vaccination", "Va", r"vaccin|immuniz|immunis"),
    Topic("hypersensitivity", "allergy", "Al", r"hypersens|allerg(?!ic rhin|ic asthma|ists?)|anaphyla|intoleran(?:t|ce) (?:to|of) (?:any|the|study|compon|excip|ingred|trial|investig)|adverse reaction to|severe reaction|contraindicat|excipient|infusion reaction"),
    Topic("gi_absorption", "stomach and bowel", "GI", r"swallow|absor(?:b|pt)|malabs|gastro-?intest|gi (?:tract|dis|obst|perf|bleed|dysf|cond|tox)|perforat|bowel (?:obst|resec|perf|dis)|intestin|dysphag|vomit|diarrh|fistula|gastric|oral (?:medic|intake|tablet)|colitis|nausea|crohn|ulcer(?!ative)|short bowel|gastrectomy|lactase|galactos|celiac|pancreatitis|gastroparesis|feeding tube|tube feed|diverticul"),
    Topic("effusion_ascites", "fluid", "Ef", r"effusion|ascit|pleural (?:eff|flu|or)|third[- ]space|drainage"),
    Topic("pregnancy_lactation", "pregnancy and nursing", "Pr", r"pregnan|breast-?\s?feed|lactat(?!e d)|nursing(?! home| staff| care| fac)|gravid|gestat|hcg$|breast fed"),
    Topic("contraception", "contraception", "Cc", r"contracep|birth control|child-?bearing|reproductive (?:potential|capac|age)|abstinen|abstain from (?:sex|hetero)|condom|sperm|post-?menopaus|menopaus|fertile|barrier method|father (?:a )?child|surgically steril|hysterectom|sterili[sz]|wocbp|egg donat|intrauterine"),
    Topic("comorbidity", "other illness", "Cm", r"intercurrent|uncontrolled (?:illness|medical|disease|concurr|system|concom|serious|condition|clinical|comorb)|(?:serious|severe|significant|unstable|other|underlying|acute or chronic|systemic|concurrent|concomitant|chronic|medical|clinical|uncontroll\w+|co-?existing)[\w\s,/()-]{0,30}(?:illness|medical (?:condition|problem|dis)|disease[s]?$|disorder|condition[s]?$|problem)|comorbid|co-?morbid|general health|good health|healthy (?:vol|subj|as|adult|male|female|indiv|partic|person|men|wom)|medical (?:condition|history|problem|illness)|systemic disease|life-?threatening|any (?:other )?(?:condition|disease|illness|disorder)|uncontrollable|clinically significant (?:abnorm|dis|med|cond|ill)|coexisting"),
    Topic("procedure_fitness", "fit for procedures", "Fi", r"\bmri$|magnetic resonance|claustroph|contrast (?:agent|media|allerg|medium)|ct scan(?! ≥)|an[a]?esthesi(?!olog)|general an|able to undergo|undergo (?:mri|surg|radi|endos|biops|pet|the proc)|tolerate (?:radi|surg|post|chemo|an|the proc|mri)|pacemaker|metal(?:lic)? implant|implanted|surgical candidate|candidates? for (?:surg|radi|an|stereo|the)|venous access|lumbar puncture|pet scan|ability to (?:walk|use|oper)|able to (?:walk|use|stand|lie|perform)|device (?:use|implant)|fit for (?:surg|an|proc)|medically (?:fit|oper)|suitable for (?:surg|radi|trans|mri)|mri-"),
    Topic("consent_compliance", "consent and compliance", "CC", r"informed consent|consent|assent|complian|comply|willing(?:ness)? (?:to|and)|ability to (?:understand|comply|adhere|give|coop|follow|read|provide)|able to (?:understand|comply|give|adhere|coop|follow|provide|read|complete|commun|attend)|unable to (?:understand|comply|give|adhere|coop|follow|provide|complete|commun)|unwilling|cooperat|adher(?:e|ence)|follow[- ]?up visit|legal(?:ly)? (?:guard|incap|repres|auth)|guardian|incapacit|voluntar|sign(?:ed|ing)? (?:the |an |a |written )?(?:inform|icf|cons)|attend (?:all )?(?:visits|follow|sched)|understand (?:the|and|study)|geographic|available for follow|prisoners?$"),
    Topic("investigator_discretion", "investigator decides", "ID", r"investigator(?:'s|s')? (?:opin|judg|discr|consid|belie|deem|decid|assess|determ)|(?:opinion|judge?ment|discretion|view|assess(?:ed|ment)|determin(?:ed|ation)|deemed|considered|judged|believed)(?: of| by)? (?:the |an |site |study |treating |principal |local |responsible )*(?:investigat|physician|clinician|doctor|sub-?invest|PI$|pi$)|(?:investigator|physician)s? (?:believes|considers|deems|judges|thinks|feels|determines|decides|of the opinion)|according to the investig|in the (?:opinion|judge?ment)|per investigator|at the discretion|treating physician|investigator[\w\s]{0,12}(?:unsuit|inappropriate)"),
    Topic("logistics", "logistics", "Lo", r"english|spanish|french|speak(?:s|ing)?|fluent|literate|language|reside|residen(?:t|ce|cy)|live[s]? (?:in|within)|living (?:in|within)|travel|insur|telephone|phone|internet|smartphone|computer|geographic|distance|transport|within \d+ (?:miles|km)|social security|affiliat|medicare|address|student|employ(?:ee|ed|ment)|prisoner|incarcer|institutionali|judicial|relative of|family member|timing of|e-?mail|nursing home"),
    Topic("other", "other", "Ot", ""),
)  # fmt: skip

BY_ID: dict[str, Topic] = {topic.id: topic for topic in TOPICS}

_TIMED_KEEP_ILLNESS = frozenset(
    "ts.mi ts.stroke ts.vte ts.cardiovascular ts.bleeding ts.gi_event ts.infection ts.other_malignancy ts.autoimmune_treatment "
    "ts.progression ts.disease_exacerbation ts.diabetic_emergency ts.smoking ts.drug_use".split()
)
_VARIABLE_TOPIC: dict[str, str] = {
    **dict.fromkeys(("hgb", "anc", "wbc", "plt", "alc", "hematocrit"), "hematologic"),
    **dict.fromkeys(("ast", "alt", "alp", "bili_total", "bili_direct", "albumin", "child_pugh"), "hepatic"),
    **dict.fromkeys(("creatinine", "crcl", "egfr", "bun", "urine_protein_24h", "urine_protein_dip"), "renal"),
    **dict.fromkeys(("inr", "pt", "aptt"), "coagulation_bleeding"),
    **dict.fromkeys(("lvef", "qtc", "sbp", "dbp", "nyha"), "cardiovascular"),
    **dict.fromkeys(("fev1", "fev1_pct", "dlco_pct", "spo2", "respiratory_rate", "pf_ratio"), "pulmonary"),
    **dict.fromkeys(("hba1c", "glucose_fasting", "potassium", "calcium", "crp", "ferritin", "ddimer", "il6", "vitamin_d"), "metabolic_endocrine"),
    **dict.fromkeys(("weight", "bmi", "body_temp", "weight_loss_pct"), "body_vitals"),
    **dict.fromkeys(("pd_l1_cps", "pd_l1_tps", "hpv", "msi", "her2", "egfr_mut", "alk", "psa_doubling_time"), "biomarker"),
    **dict.fromkeys(("ecog", "karnofsky", "lansky"), "performance_status"),
    "age": "age",
    "sex": "sex",
    "life_expectancy": "life_expectancy",
    "measurable_disease": "measurable_disease",
    "smoking_pack_years": "substance_use",
    "hiv_vl": "infection_hiv",
    "cd4": "infection_hiv",
    "hiv": "infection_hiv",
    "hbv": "infection_hepatitis",
    "hcv": "infection_hepatitis",
    "tb": "infection_other",
    "active_infection": "infection_other",
    "covid19": "infection_other",
    "contraception": "contraception",
    "contraception_after": "contraception",
    "other_malignancy": "other_malignancy",
    "lesion_volume": "disease_extent",
    "prior_lines": "prior_therapy",
}  # fmt: skip
# What takes the place of another topic when both are found.
_YIELDS: tuple[tuple[str, str], ...] = (
    ("organ_function_general", "hematologic"),
    ("organ_function_general", "hepatic"),
    ("organ_function_general", "renal"),
)
_LATE = ("investigator_discretion", "consent_compliance", "logistics")
_SECTION_TOPIC = {
    "age": "age",
    "sex": "sex",
    "life expectancy": "life_expectancy",
    "performance status": "performance_status",
    "menopausal status": "contraception",
}
_DISEASE_LATER = frozenset({"disease_extent", "disease_diagnosis"})


@cache
def _pattern(stems: str) -> re.Pattern[str]:
    """Stems as one pattern: each from a word's beginning, `$` standing for a word's end."""
    words = re.sub(r"(?<!\\)\$", r"\\b", stems)
    return re.compile(rf"(?<![a-z0-9])(?:{words})")


def topics(reading: Reading, limits: tuple[Constraint, ...]) -> tuple[str, ...]:
    """Topic ids, the main one first; `("other",)` where none fits."""
    found = _by_words(reading)
    _by_limits(reading, limits, found)
    _corrected(reading, limits, found)
    if not found:
        return ("other",)
    order = {topic.id: n for n, topic in enumerate(TOPICS)}
    ranked = sorted(found, key=lambda topic: (topic in _LATE, found[topic], order[topic]))
    return tuple(ranked[:8])


def _by_words(reading: Reading) -> dict[str, int]:
    """Topics with the place of their first word outside exceptions and examples."""
    found: dict[str, int] = {}
    for topic in TOPICS:
        if not topic.stems:
            continue
        for match in _pattern(topic.stems).finditer(reading.form):
            if not reading.is_exception(match.start()) and not reading.is_aside(match.start()):
                found[topic.id] = match.start()
                break
    if (named := _SECTION_TOPIC.get(reading.section)) is not None:
        found[named] = -1
    return found


def _by_limits(reading: Reading, limits: tuple[Constraint, ...], found: dict[str, int]) -> None:
    for limit in limits:
        place = limit.span[0] if limit.span else 0
        if reading.is_exception(place):
            continue
        if (topic := _VARIABLE_TOPIC.get(limit.variable)) is not None:
            found[topic] = min(place, found.get(topic, place))
        if (
            limit.variable.startswith("ts.")
            and limit.variable not in _TIMED_KEEP_ILLNESS
            and limit.when != "treated_cns_mets"
        ):
            found["washout"] = 0


_PAST_ONLY = re.compile(
    r"\b(?:prior|previous|received|history|treated|exposure|refractory|intolerant|naive|lines?|failed)\b"
)


def _corrected(reading: Reading, limits: tuple[Constraint, ...], found: dict[str, int]) -> None:
    """Where one topic's words belong to another's meaning."""
    form = reading.form
    has = {limit.variable for limit in limits}
    if "washout" in found:
        states_flag = any(limit.variable.startswith("prior") for limit in limits)
        if "prior_therapy" in found and not states_flag:
            del found["prior_therapy"]
        if (
            any(k in found and found[k] < 12 for k in ("investigational_trial",))
            and "participat" in form
        ):
            found["washout"] = found["investigational_trial"] + 1
        elif "immunosuppression" in found and "immunodeficiency" in has:
            found["washout"] = found["immunosuppression"] + 1
        elif "prior_therapy" in found and states_flag:
            found["washout"] = found["prior_therapy"] + 1
        elif "prior_toxicity" in found:
            found["washout"] = found["prior_toxicity"] + 1
    for general, special in _YIELDS:
        if (
            general in found
            and special in found
            and found[special] <= found[general] + 400
            and not form.endswith(":")
        ):
            found.pop(general)
            break
    if "cns_disease" in found:
        for topic in (
            "disease_extent",
            "neuro_psychiatric",
            "immunosuppression",
            "washout",
            "disease_diagnosis",
            "prior_therapy",
            "concurrent_therapy",
        ):
            if (topic in found and topic != "disease_extent") or (
                topic in found and not re.search(r"advanced|stage|recurr", form)
            ):
                found.pop(topic, None)
    if ("other_malignancy" in found and reading.kind == "exclusion") or (
        "other_malignancy" in found and re.match(r"\W*no\b", form)
    ):
        for topic in ("disease_diagnosis", "disease_extent", "prior_therapy"):
            found.pop(topic, None)
    elif "other_malignancy" in found:
        found.pop("other_malignancy")
    if "transplant" in found and "other_malignancy" not in found:
        found.pop(
            "prior_therapy", None
        ) if "organ" in form or "stem" in form or "allo" in form else None
    if "hypersensitivity" in found:
        for topic in (
            "disease_diagnosis",
            "biomarker",
            "prior_therapy",
            "concurrent_therapy",
            "comorbidity",
        ):
            found.pop(topic, None)
    if "autoimmune" in found:
        for topic in (
            "immunosuppression",
            "concurrent_therapy",
            "prior_therapy",
            "disease_diagnosis",
            "washout",
        ):
            found.pop(topic, None)
    if "contraception" in found and "pregnancy_lactation" in found:
        if not {"pregnancy", "breastfeeding"} & has:
            found.pop("pregnancy_lactation")
        elif not {"contraception", "contraception_after"} & has:
            found.pop("contraception")
    if "pregnancy_lactation" in found or "contraception" in found:
        for topic in ("sex", "concurrent_therapy", "consent_compliance", "age", "prior_therapy"):
            found.pop(topic, None)
    if "tissue_sample" in found:
        for topic in ("disease_diagnosis", "disease_extent"):
            if topic in found and found[topic] > found["tissue_sample"]:
                found.pop(topic)
    if "measurable_disease" in found and found["measurable_disease"] <= min(found.values()) + 5:
        for topic in ("disease_diagnosis", "disease_extent"):
            found.pop(topic, None)
    if (
        "infection_hiv" in found
        and "immunodeficiency" not in has
        and "immunosuppression" in found
        and not re.search(r"immunosup|steroid|immunocomp|other immun", form)
    ):
        found.pop("immunosuppression")
    if (
        {"infection_hepatitis", "infection_hiv"} & found.keys()
        and "infection_other" in found
        and not re.search(
            r"(?:active|other|uncontrolled|severe|serious|systemic|chronic) (?:\w+ )?infect|tubercul|syphil|tb\b|cytomeg|covid",
            form,
        )
    ):
        found.pop("infection_other")
    if "performance_status" in found or "life_expectancy" in found:
        for topic in ("disease_diagnosis", "disease_extent", "comorbidity"):
            found.pop(topic, None)
    if "disease_diagnosis" in found and reading.kind == "exclusion" and len(found) > 1:
        found.pop("disease_diagnosis") if not re.match(
            r"\W*(?:patients? with |subjects? with |histolog|diagnos|primary|nasoph|any )", form
        ) else None
    if "consent_compliance" in found and "investigator_discretion" not in found:
        found["consent_compliance"] = min(found["consent_compliance"], found["consent_compliance"])
    if (
        reading.section
        in ("chemotherapy", "biologic therapy", "radiotherapy", "endocrine therapy", "surgery")
        and not found
    ):
        found["concurrent_therapy" if "concurrent" in form else "prior_therapy"] = 0
