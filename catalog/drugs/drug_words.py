"""Words about drugs that are no drug's name, and names that look alike and are not: plain data."""

from __future__ import annotations

# A name made of these words only says what kind of thing is given, not which.
GENERIC: frozenset[str] = frozenset(
    """
    active additional adjuvant agent agonist anti antibody anticancer antineoplastic antagonist
    antiviral antibiotic arm biological biologic biosimilar blocker blockade blocking capsule care
    carcinoma cell cells chemo chemoradiotherapy chemotherapeutic chemotherapy checkpoint cohort
    combination combined comparator concurrent control conventional ct daily day device diet
    dose double drug drugs dummy education exercise experimental factor follow formulation
    group human humanized immune immunotherapy infusion inhibitor inhibitors injection injectable
    innovator intervention intravenous investigational irradiation iv kinase laboratory
    ligand low high maintenance matching medication mg monoclonal monotherapy neoadjuvant new no
    none oral other part pd pd1 pdl1 ctla4 l1 phase pill placebo plus po procedure product
    protein questionnaire radiation radiotherapy receptor reference regimen rt saline sc sham
    single solution standard study subcutaneous supportive surgery surgical survey tablet
    tablets target targeted test therapy treatment tyrosine usual vaccine vehicle with and or of
    the a an in for by to per once twice week weekly 1 2 3 4 i ii iii first second line sct soc
    quality life assessment biospecimen collection imaging systemic topical local
    """.split()
)

# Words that make a name a description or a class, wherever they stand in it.
CLASS_WORDS: frozenset[str] = frozenset(
    """
    inhibitor inhibitors antibody antibodies chemotherapy immunotherapy radiotherapy therapy
    treatment placebo regimen blocker agonist antagonist vaccine control arm group cohort
    standard investigational comparator
    """.split()
)

# What may follow a name without making it another drug: salts, forms, routes and doses.
TRAILING: frozenset[str] = frozenset(
    """
    hydrochloride hcl dihydrochloride mesylate mesilate maleate tartrate phosphate acetate sulfate
    sulphate citrate succinate fumarate tosylate tosilate sodium disodium potassium
    tablet tablets capsule capsules injection injectable infusion solution suspension cream
    ointment oral intravenous iv subcutaneous sc im intramuscular inhaled topical powder
    pill pills dose doses mg g ug mcg ml kg iu mg/kg mg/m2 daily weekly monotherapy therapy
    treatment for
    """.split()
)

# What each trial's protocol fills in its own way, with the names it goes by: two trials that say
# "usual care" say nothing of what they have in common.
EACH_ITS_OWN: dict[str, frozenset[str]] = {
    kind: frozenset(" ".join(name.split()) for name in names.split(";"))
    for kind, names in {
        "standard of care": """standard of care; standard care; soc; usual care; standard treatment;
            standard therapy; conventional treatment; conventional therapy; conventional care;
            routine care; routine treatment; treatment as usual; care as usual; tau;
            usual treatment; standard of care treatment; standard of care therapy;
            standard of care soc;
            standard medical care; standard medical therapy; standard medical treatment;
            standard of care alone; usual medical care; enhanced usual care; standard drugs""",
        "best supportive care": """best supportive care; supportive care; bsc;
            best supportive care bsc; optimal supportive care; supportive treatment""",
        "chemotherapy": """chemotherapy; chemo; systemic chemotherapy; standard chemotherapy;
            conventional chemotherapy; adjuvant chemotherapy; neoadjuvant chemotherapy;
            combination chemotherapy; chemotherapy regimen""",
        "control": """control; controls; control group; control arm; active control; comparator;
            active comparator; control intervention; control treatment""",
        "observation": """observation; clinical observation; observation only; observational;
            prospective observation; watchful waiting; watch and wait; expectant management""",
        "no intervention": "no intervention; no treatment; none; no therapy",
        "radiotherapy": """radiotherapy; radiation therapy; radiation; rt; irradiation;
            radiation treatment""",
        "probiotic": "probiotic; probiotics; probiotic supplement",
        "antibiotics": "antibiotic; antibiotics; antibiotic therapy; antibiotic treatment",
        "corticosteroids": "corticosteroid; corticosteroids; steroid; steroids; steroid treatment",
        "exercise": "exercise; exercises; exercise intervention; exercise training",
        "physiotherapy": "physiotherapy; physical therapy; conventional physiotherapy",
        "herbal medicine": "herbal medicine; herbal medicines",
        "surgery": "surgery; surgical procedure; surgical resection; surgical treatment",
        "sham": "sham; sham procedure; sham control; sham treatment; sham device",
    }.items()
}
"""Kinds of intervention by the name they are shown under: folded names, without form and dose."""

# One letter apart, or nearly, and different drugs (after the look-alike lists of FDA and ISMP).
NOT_THE_SAME: frozenset[frozenset[str]] = frozenset(
    frozenset(pair.split("/"))
    for pair in """
    afatinib/apatinib lapatinib/apatinib famitinib/afatinib cefazolin/cefalozin
    cefotaxime/cefoxitin cefuroxime/ceftriaxone prednisone/prednisolone vinblastine/vincristine
    cisplatin/carboplatin daunorubicin/doxorubicin idarubicin/epirubicin clonidine/clozapine
    cycloserine/cyclosporine sitagliptin/saxagliptin omeprazole/esomeprazole
    citalopram/escitalopram ketamine/esketamine hydralazine/hydroxyzine
    chlorpromazine/chlorpropamide tramadol/trazodone lamivudine/lamotrigine estriol/estradiol
    sulfadiazine/sulfasalazine nivolumab/ipilimumab anlotinib/alnotinib imatinib/icotinib
    ziprasidone/risperidone amiodarone/amlodipine azathioprine/azacitidine cladribine/cytarabine
    paclitaxel/docetaxel pemetrexed/pralatrexate thiamine/thymine bupropion/buspirone
    tocilizumab/tislelizumab avelumab/adalimumab penicillin/penicillamine losartan/valsartan
    isotretinoin/tretinoin medroxyprogesterone/hydroxyprogesterone levofloxacin/ofloxacin
    cetirizine/levocetirizine salbutamol/levosalbutamol folinate/levofolinate
    dexlansoprazole/lansoprazole desloratadine/loratadine fluocinonide/fluocinolone
    methotrexate/metolazone metformin/metronidazole nicardipine/nifedipine tolazamide/tolbutamide
    nimodipine/nifedipine sorafenib/sunitinib rucaparib/niraparib
    """.split()
)

# Ends of international non-proprietary names: two names with such an end that are spelled
# differently are two substances, whatever "other name" they share ("PD-1 inhibitor").
STEMS: tuple[str, ...] = (
    "mab", "nib", "platin", "taxel", "ciclib", "lisib", "parib", "degib", "rafenib", "metinib",
    "zomib", "limus", "imod", "vir", "statin", "sartan", "pril", "gliptin", "gliflozin", "glutide",
    "prazole", "tidine", "setron", "triptan", "cillin", "mycin", "floxacin", "azole", "cept",
    "arabine", "phosphamide",
    "kinra", "leucel", "citabine", "rubicin", "tecan", "trexate", "trexed", "poside", "fosfamide",
    "mustine", "olone", "sone", "oxetine", "azepam", "caine", "dipine", "olol", "parin", "xaban",
    "gatran", "grel", "amide", "lutamide", "relin", "relix", "dronate", "stim", "poetin", "vec",
)  # fmt: skip
