"""Illnesses and treatments that criteria speak of: presence, earlier treatment, time since.

Each line is an id and its phrases, `|` apart; plural and hyphens do not matter. A new word is one more
phrase in its line.
"""

from __future__ import annotations


def _table(text: str) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for line in text.strip().splitlines():
        name, _, phrases = line.partition(":")
        for phrase in filter(None, map(str.strip, phrases.split("|"))):
            # A phrase that ends in "-" is known and means nothing: it shadows a shorter one.
            pairs.append((phrase, "" if phrase.endswith("-") else name.strip()))
    return tuple(pairs)


# Illnesses and states: presence, `=` present or absent.
FLAGS = _table(
    """
hiv: hiv|human immunodeficiency virus|hiv infection|aids|acquired immunodeficiency syndrome|acquired immune deficiency syndrome|hiv 1|hiv antibody|hiv positive|human immunodeficiency virus ( hiv )|hiv/aids|hiv disease|human immune deficiency virus|hiv seropositive|human immunodeficiency viru
hbv: hepatitis b|hbv|hbsag|hepatitis b virus|hepatitis b surface antigen|hbv dna|hepatitis b infection|hep b|hepatitis b antigen|hepatitis b viru
hcv: hepatitis c|hcv|hcv rna|hepatitis c virus|hcv antibody|anti hcv|hepatitis c infection|hep c|hepatitis c rna|hepatitis c viru|hepatitis c antibody
hbv+hcv: hepatitis a-|alcoholic hepatitis-|drug induced hepatitis-|hepatitis e-|immune mediated hepatitis-|hepatitis|hepatitis b or c|hepatitis b and c|hepatitis b/c|hepatitis b and/or c|hepatitis b or hepatitis c|hepatitis b and hepatitis c|hepatitis b or hepatitis c infection|hepatitis b and hepatitis c infection|hepatitis b , c|hbv or hcv|hbv/hcv|hbv and hcv|hepatitis b or c infection|hepatitis b / c
tb: tuberculosis|tb|active tuberculosis|active tb|mycobacterium tuberculosis|latent tuberculosis|pulmonary tuberculosis|bacillus tuberculosi|tuberculosi
covid19: covid 19|sars cov 2|covid|coronavirus disease 2019|covid 19 infection|sars cov 2 infection
hpv: hpv|human papillomavirus|p16|human papilloma virus|hpv/p16|p 16|hpv 16
msi: msi h|dmmr|msi high|microsatellite instability high|mismatch repair deficient|mismatch repair deficiency|microsatellite instability|deficient mismatch repair|msi|high microsatellite instability
msi-: mss|microsatellite stable|pmmr|mismatch repair proficient|proficient mismatch repair|microsatellite stability
her2: her2|her 2|her2/neu|erbb2|her2 positive|human epidermal growth factor receptor 2
egfr_mut: egfr mutation|egfr mutated|egfr mutant|egfr sensitizing mutation|egfr activating mutation|sensitizing egfr mutation|activating egfr mutation|epidermal growth factor receptor mutation|epidermal growth factor receptor ( egfr ) mutation|egfr gene mutation|egfr driver mutation
alk: alk rearrangement|alk translocation|alk positive|alk fusion|alk gene rearrangement|anaplastic lymphoma kinase|alk
pregnancy: pregnant|pregnancy|pregnancy test|gravid|pregnant woman|gestation|gestating
breastfeeding: breastfeeding|breast feeding|lactating|nursing|lactation|breast fed|lactate|breastfeed|breast feed|nursing mother|nursing woman|lactational
contraception: contraception|contraceptive|birth control|contraceptive method|effective contraception|barrier method|contraceptive measure|contraceptive requirement|method of contraception|adequate contraception|contraceptive precaution
cns_mets: brain metastase|brain metastasis|cns metastase|cns metastasis|central nervous system metastase|central nervous system metastasis|central nervous system ( cns ) metastase|central nervous system ( cns ) metastasis|cerebral metastase|brain met|intracranial metastase|metastase to the brain|metastatic brain disease|cns involvement|brain metastatic|brain or leptomeningeal metastase|cns disease|metastatic brain|brain lesion|metastase to the cn|brain involvement|cns lymphoma|cns tumor involvement|metastatic disease to the brain|cn metastase|cn metastasis|metastasis to the brain|central nervous system involvement
leptomeningeal: leptomeningeal|carcinomatous meningitis|meningeal carcinomatosis|leptomeningeal disease|leptomeningeal metastase|leptomeningeal carcinomatosis|meningeal metastase|meningeal disease|leptomeningitis|meningeal involvement|brain or leptomeningeal metastase|carcinomatous meningiti|leptomeningeal carcinomatosi|leptomeningeal metastasis|lymphomatous meningitis|meningeal leukemia
autoimmune: autoimmune hepatitis|autoimmune disease|autoimmune disorder|autoimmune condition|auto immune disease|autoimmune|autoimmune illness|autoimmune or inflammatory disorder|autoimmunity
immunodeficiency: immunodeficiency|immune deficiency|immunodeficient|immunocompromised|immunosuppressed|immune deficient|immuno deficiency|immunodeficiency disease|immunodeficiency disorder|immunologic deficiency|congenital immunodeficiency|immune compromised
organ_transplant: organ transplant|organ transplantation|solid organ transplant|solid organ transplantation|allogeneic organ transplant|organ allograft|kidney transplant|liver transplant|lung transplant|heart transplant|allograft|renal transplant|organ or tissue allograft|transplantation|organ or tissue transplant|renal transplantation|liver transplantation|tissue/organ transplant|allogeneic tissue/solid organ transplant|organ transplant recipient|kidney transplantation|transplant|lung transplantation|heart transplantation
sct: stem cell transplant|stem cell transplantation|bone marrow transplant|bone marrow transplantation|allogeneic stem cell transplant|hematopoietic stem cell transplant|hematopoietic stem cell transplantation|hsct|autologous stem cell transplant|allogeneic hematopoietic stem cell transplantation|allogeneic bone marrow transplantation|asct|allogeneic transplant|hematopoietic cell transplant|autologous transplant|allogeneic stem cell transplantation|allogeneic hematopoietic stem cell transplant|allogeneic hsct|bmt|stem cell or bone marrow transplant|autologous stem cell transplantation|sct|bone marrow or stem cell transplant
other_malignancy: other malignancy|second malignancy|prior malignancy|previous malignancy|additional malignancy|concurrent malignancy|other cancer|second primary|malignancy|other malignant tumor|another malignancy|second primary malignancy|history of cancer|malignant disease|secondary malignancy|malignant tumor|history of malignancy|history of another malignancy|concurrent cancer|other malignant disease|prior or concurrent malignancy|other invasive malignancy|other primary malignancy|second cancer|invasive malignancy|malignant neoplasm|prior cancer|previous cancer|another cancer|active malignancy|another primary malignancy|prior or second invasive malignancy|other prior malignancy|other active malignancy|synchronous malignancy|other concurrent malignancy|other malignant neoplasm|malignant tumour|another malignant tumor|diagnosed malignancy|other primary cancer|other tumor
ild: interstitial lung disease|ild|pneumonitis|interstitial pneumonia|interstitial pneumonitis|non infectious pneumonitis|noninfectious pneumonitis|pulmonary fibrosis|idiopathic pulmonary fibrosis|non infectious pneumonia|radiation pneumonitis|interstitial lung diseases
measurable_disease: measurable disease|measurable lesion|measurable tumor|measurable|target lesion|measurable by recist|at least one measurable lesion|measurable or evaluable disease-
active_infection: active infection|uncontrolled infection|severe infection|serious infection|ongoing or active infection|ongoing infection|systemic infection|active systemic infection|active uncontrolled infection|persistent or active infection|persistent or active ( severe ) infection|infection requiring|uncontrolled systemic infection|active bacterial infection|active or uncontrolled infection|clinically significant infection|acute infection|active serious infection|active viral infection|active fungal infection|acute or chronic infection|bacterial infection|active , uncontrolled infection|ongoing active infection|concurrent infection|intercurrent infection|concurrent active infection|uncontrolled local infection|systemic fungal|active clinically serious infection|active or ongoing infection|severe active infection|chronic infection|significant infection|active severe infection|current infection|active clinically significant infection|concurrent serious infection|major infection|active major infection|acute systemic infection|serious active infection|uncontrolled bacterial
mi: myocardial infarction|heart attack|mi|acute myocardial infarction
stroke: stroke|cerebrovascular accident|cva|transient ischemic attack|tia|cerebral infarction|cerebral hemorrhage|cerebral embolism|cerebrovascular event|transient ischaemic attack|ischemic stroke|cerebral vascular accident|intracerebral hemorrhage|stroke or transient ischemic attack|cerebrovascular accident or transient ischemic attack
unstable_angina: unstable angina|unstable angina pectoris|angina|angina pectoris|uncontrolled angina|severe/unstable angina|severe or unstable angina|symptomatic angina
chf: congestive heart failure|chf|heart failure|cardiac insufficiency|cardiac failure|symptomatic congestive heart failure|symptomatic heart failure|heart insufficiency|left ventricular failure|decompensated heart failure
arrhythmia: arrhythmia|cardiac arrhythmia|ventricular arrhythmia|ventricular tachycardia|atrial fibrillation|dysrhythmia|rhythm disorder|cardiac dysrhythmia|arrythmia|uncontrolled arrhythmia|serious cardiac arrhythmia|ventricular fibrillation
vte-shadow: arterial thromboembolic event-|arterial thromboembolism-|arterial thrombosis-
vte: deep vein thrombosis|dvt|pulmonary embolism|pulmonary embolus|venous thromboembolism|vte|deep venous thrombosis|venous thrombosis|thromboembolic event|thromboembolism|thrombosis|deep vein thrombosis or pulmonary embolism|thromboembolic disease|pe|venous thromboembolic event|arterial or venous thrombosis|deep vein thrombosis ( dvt )|thrombotic event|dvt/pe
effusion: pleural effusion|ascite|ascites|pericardial effusion|effusion|pleural or ascites fluid|pleural or pericardial effusion|malignant effusion|peritoneal effusion|third space fluid
diabetes_uncontrolled+hypertension_uncontrolled: uncontrolled diabetes or hypertension|uncontrolled hypertension or diabetes|uncontrolled diabetes and hypertension|uncontrolled hypertension and diabetes
diabetes_uncontrolled: uncontrolled diabetes|poorly controlled diabetes|uncontrolled diabetes mellitus|poorly controlled diabetes mellitus|uncontrolled type 2 diabetes|uncontrolled type 1 diabetes|poorly controlled diabetic|brittle diabetes|uncontrolled diabetic|diabetes that is not controlled|inadequately controlled diabetes|unstable diabetes
hypertension_uncontrolled: uncontrolled hypertension|poorly controlled hypertension|arterial hypertension|uncontrolled arterial hypertension|uncontrolled high blood pressure|severe hypertension|uncontrolled blood pressure|inadequately controlled hypertension|uncontrolled systemic hypertension|poorly controlled blood pressure|malignant hypertension|uncontrolled or poorly controlled hypertension|unstable hypertension|refractory hypertension
"""
)

# Earlier treatment.
PRIOR = _table(
    """
prior.pd1: anti pd 1 monoclonal antibody|anti pd l1 monoclonal antibody|anti pd 1 antibody|anti pd l1 antibody|pd 1 monoclonal antibody|pd 1|pd1|pd l1|pdl1|anti pd 1|anti pd l1|pd-(l)1|pd ( l ) 1|anti pd ( l ) 1|anti pd 1/pd l1|pd 1/pd l1|pd 1/l1|pd 1 inhibitor|pd l1 inhibitor|programmed cell death 1|programmed cell death protein 1|programmed death 1|programmed death ligand 1|nivolumab|pembrolizumab|atezolizumab|durvalumab|avelumab|cemiplimab|camrelizumab|toripalimab|sintilimab|tislelizumab|immune checkpoint inhibitor|checkpoint inhibitor|checkpoint blockade|anti programmed cell death 1|anti programmed cell death protein 1|ici|immune checkpoint blockade|pd 1 antibody|dostarlimab|penpulimab|pd l2|anti programmed cell death ligand|anti programmed death 1|pd 1 immunotherapy
prior.ctla4: ctla 4|ctla4|anti ctla 4|anti ctla4|ipilimumab|tremelimumab|cytotoxic t lymphocyte associated antigen 4|cytotoxic t lymphocyte associated protein 4|cytotoxic t lymphocyte antigen 4|anti cytotoxic t lymphocyte associated antigen 4
prior.chemotherapy: chemotherapy|cytotoxic chemotherapy|systemic chemotherapy|chemoradiotherapy|chemoradiation|chemo|cytotoxic therapy|fluoropyrimidine|chemotherapeutic|radiochemotherapy|chemotherapeutic agent|doxorubicin|anthracycline|gemcitabine|temozolomide|capecitabine|irinotecan|polychemotherapy|pemetrexed|cytotoxic agent
prior.platinum: platinum|cisplatin|carboplatin|oxaliplatin|platinum based|platinum based chemotherapy|platinum containing|platinum based line|platinum containing chemotherapy|platinum doublet
prior.taxane: taxane|paclitaxel|docetaxel|nab paclitaxel|taxane chemotherapy|taxol|taxotere
prior.egfr: anti egfr monoclonal antibody|egfr monoclonal antibody|cetuximab|panitumumab|anti egfr|egfr inhibitor|egfr tki|erlotinib|gefitinib|osimertinib|afatinib|anti egfr antibody|egfr tyrosine kinase inhibitor|egfr targeted|icotinib|egfr antibody|epidermal growth factor receptor inhibitor|nimotuzumab
prior.radiotherapy: radiotherapy|radiation|radiation therapy|irradiation|external beam radiation|radiation treatment|brachytherapy|external beam radiotherapy|sbrt|pelvic radiation|irradiated|stereotactic radiosurgery
prior.biologic: biologic composition-|biological composition-|biologic therapy|biologic|biological therapy|monoclonal antibody|immunotherapy|interferon|interleukin 2|cytokine|biologic agent|biological agent|biological dmard|tnf inhibitor|anti tnf|biologic dmard|tumor vaccine|biologic treatment
prior.hormonal: hormonal therapy|hormone therapy|endocrine therapy|androgen deprivation|tamoxifen|aromatase inhibitor|hormonal treatment|androgen deprivation therapy|lhrh|hormonotherapy|antiandrogen
prior.systemic: systemic therapy|systemic treatment|systemic anticancer therapy|systemic anti cancer therapy|course of therapy|prior therapy for metastatic|systemic antineoplastic therapy|line of systemic therapy|systemic anticancer treatment|systemic antitumor therapy|systemic anti tumor therapy|standard therapy|first line therapy
prior.anticancer: anticancer therapy|anti cancer therapy|antineoplastic therapy|antitumor therapy|anti tumor therapy|anticancer treatment|anti cancer treatment|cancer therapy|anti neoplastic therapy|treatment for this cancer|anti tumor treatment|antitumor treatment|cancer treatment|anti leukemia therapy|anti myeloma therapy|prior therapy for this
"""
)

# What an interval counts from the last time of.
SINCE = _table(
    """
ts.anticancer: anticancer therapy|anti cancer therapy|antineoplastic therapy|antitumor therapy|anti tumor therapy|anticancer treatment|anti cancer treatment|cancer therapy|antineoplastic|systemic anticancer therapy|systemic anti cancer therapy|anti tumor treatment|anti neoplastic therapy|cancer treatment|antitumor treatment|systemic therapy|systemic treatment|systemic antitumor therapy|anti cancer agent|anticancer agent|anti cancer drug|antitumor drug|cancer directed therapy|prior therapy|previous therapy|tumor directed therapy|anti cancer medication|systemic anti tumor therapy|systemic antineoplastic therapy|antineoplastic agent|last treatment|previous treatment|prior treatment|last therapy|anti tumor drug|systemic anticancer treatment|prior anticancer|treatment for cancer
ts.chemotherapy: chemotherapy|cytotoxic|cytotoxic therapy|cytotoxic chemotherapy|systemic chemotherapy|nitrosourea|mitomycin|mitomycin c|chemoradiation|chemotherapeutic|chemoradiotherapy|chemotherapy free interval|myelosuppressive chemotherapy|cytotoxic agent|temozolomide|cyclophosphamide-|fluoropyrimidine|nitrosoureas
ts.radiotherapy: radiotherapy|radiation|radiation therapy|irradiation|xrt|external beam radiation|wbrt|whole brain radiotherapy|radiation treatment|radiosurgery|brachytherapy|external beam radiotherapy|palliative radiotherapy|stereotactic radiosurgery|radiopharmaceutical|radioimmunotherapy|gamma knife|strontium|sbrt|srs|non systemic therapy
ts.immunotherapy: immunotherapy|immune therapy|immunostimulatory|interferon|interleukin|interleukin 2|il 2|systemic immunostimulatory agent|biological response modifier|immunostimulant|cytokine|thymosin|immunomodulatory agent|immunomodulator|immunomodulating|biologic response modifier|immunomodulatory|immune modulator
ts.pd1: pd 1|pd l1|pd 1 immunotherapy|anti pd 1|checkpoint inhibitor|pd ( l ) 1|anti pd ( l ) 1|immune checkpoint inhibitor|nivolumab|pembrolizumab|pd 1 inhibitor
ts.hormonal: hormonal therapy|hormone therapy|endocrine therapy|hormonal|antiandrogen|bicalutamide|flutamide|androgen deprivation|tamoxifen|hormonal treatment|nilutamide|estrogen|megestrol|aromatase inhibitor|testosterone|progestin|hormone replacement therapy|hormonal contraceptive-
ts.targeted: targeted therapy|tyrosine kinase inhibitor|tki|small molecule|kinase inhibitor|targeted agent|bevacizumab|targeted treatment|small molecule targeted|molecular targeted therapy|targeted drug|molecularly targeted|trastuzumab|targeted small molecule
ts.biologic: biologic therapy|biologic|biological therapy|monoclonal antibody|antibody therapy|biological agent|biologic agent|biological|rituximab|antibody|anti tnf|tnf inhibitor|biological product|infliximab|adalimumab|etanercept|omalizumab|biologic treatment|biologics|antibody based
ts.investigational: investigational|investigational agent|investigational drug|investigational product|investigational therapy|clinical trial|clinical study|investigational device|another clinical trial|other clinical trial|experimental|investigational medicinal product|investigational treatment|experimental drug|experimental therapy|investigational new drug|experimental agent|interventional study|interventional trial|interventional clinical trial|another trial|another study|research study|drug trial|other trial|clinical research|another investigational|imp|investigational medication|clinical drug trial|experimental treatment|another interventional|drug study|study drug-
ts.surgery: surgery|surgical procedure|major surgery|operation|major surgical procedure|thoracotomy|open biopsy|surgical|surgical intervention|resection|laparotomy|craniotomy|invasive procedure|major operation|laparoscopic|minor surgery|significant traumatic injury|prostatectomy|mastectomy|gastrectomy|cardiac surgery|surgical resection|bypass surgery-|hysterectomy
ts.steroids: steroid|corticosteroid|systemic corticosteroid|systemic steroid|prednisone|glucocorticoid|dexamethasone|prednisolone|oral corticosteroid|systemic steroid therapy|steroid therapy|oral steroid|methylprednisolone|glucocorticosteroid|inhaled corticosteroid|corticosteroid therapy|intravenous steroid|topical steroid|steroid injection|topical corticosteroid|corticosteroid injection
ts.immunosuppressants: immunosuppressive|immunosuppressive therapy|immunosuppressant|immunosuppressive medication|immunosuppressive drug|immunosuppressive agent|methotrexate|azathioprine|cyclosporine|mycophenolate|tacrolimus|immunosuppressive treatment|immunosuppression|immunosuppresive therapy|immunosuppresive|cyclosporin|immune suppressive|dmard|jak inhibitor|immune suppressant|immunosuppressor|immunosuppressing
ts.live_vaccine: live vaccine|live attenuated vaccine|attenuated vaccine|live virus vaccine|live or attenuated vaccine|live , attenuated vaccine|live vaccination|live attenuated|live or live attenuated vaccine|live viral vaccine|live virus|live/attenuated vaccine|attenuated live vaccine|live attenuated influenza vaccine|live bacterial vaccine
ts.vaccine: vaccine|vaccination|immunization|vaccinated|inactivated vaccine|immunisation|flu vaccine|influenza vaccine|non live vaccine|killed vaccine|covid 19 vaccine
ts.growth_factor: growth factor|colony stimulating factor|g csf|gm csf|erythropoietin|hematopoietic growth factor|hematopoietic stimulating factor|granulocyte colony stimulating factor|filgrastim|gcsf|pegfilgrastim|hematopoietic stimulating|erythropoiesis stimulating agent|esa|epoetin|thrombopoietin|csf|epo
ts.transfusion: transfusion|blood transfusion|transfused|platelet transfusion|red blood cell transfusion|blood product|rbc transfusion|prbc|immunoglobulin|ivig|blood component|transfusion independent|transfusion support
ts.antibiotics: antibiotic|systemic antibiotic|antimicrobial|antibacterial|antifungal|iv antibiotic|intravenous antibiotic|oral antibiotic|antiviral|anti infective|antibiotic therapy|antimicrobial therapy|antibiotic treatment|anti infective therapy
ts.cyp3a4: cyp3a4|cyp3a|cyp3a4 inhibitor|strong cyp3a4|cytochrome p450|cyp3a4 inducer|cyp450|cyp3a inhibitor|cyp
ts.sct: stem cell transplant|stem cell transplantation|bone marrow transplant|bone marrow transplantation|hsct|asct|autologous transplant|allogeneic transplant|hematopoietic stem cell transplant|hematopoietic stem cell transplantation|hematopoietic cell transplant|sct|autologous stem cell transplant|allogeneic stem cell transplantation|allogeneic hematopoietic stem cell transplantation|autologous stem cell transplantation|donor lymphocyte infusion|allogeneic stem cell transplant|car t
ts.mi: myocardial infarction|mi|heart attack|acute myocardial infarction
ts.stroke: stroke|cerebrovascular accident|cva|transient ischemic attack|tia|cerebral infarction|cerebral hemorrhage|cerebral embolism|intracranial hemorrhage|cerebrovascular event|intracerebral hemorrhage|cerebral vascular accident|transient ischaemic attack|subarachnoid hemorrhage|hemorrhagic stroke|ischemic stroke
ts.vte: deep vein thrombosis|dvt|pulmonary embolism|venous thromboembolism|vte|thromboembolic event|thrombosis|pulmonary embolus|deep venous thrombosis|venous thrombosis|thromboembolism|thrombotic event|thromboembolic|pe|arterial thromboembolic event-
ts.cardiovascular: unstable angina|congestive heart failure|heart failure|angioplasty|coronary artery bypass|acute coronary syndrome|coronary artery bypass graft|stenting|coronary angioplasty|percutaneous coronary intervention|cardiovascular event|cardiac event|coronary revascularization|angina|cardiovascular disease|cardiac disease|coronary artery bypass grafting|arterial thromboembolic event|arrhythmia|coronary stent|coronary/peripheral artery bypass graft|peripheral vascular disease|pericarditis|myocarditis|revascularization|cabg|pci|endocarditis|cardiac arrhythmia|arterial thrombosis|ventricular arrhythmia|arterial thromboembolism|ventricular tachycardia|aortic dissection|aortic aneurysm|aneurysm|syncope
ts.bleeding: bleeding|hemorrhage|gastrointestinal bleeding|hemoptysis|gi bleeding|haemorrhage|gi bleed|gastrointestinal hemorrhage|bleeding event|bleed|hematemesis|gross hemoptysis|variceal bleeding|haemoptysis|hematochezia|melena|upper gastrointestinal bleeding
ts.gi_event: gastrointestinal perforation|fistula|abdominal fistula|bowel obstruction|intra abdominal abscess|gi perforation|abdominal abscess|intestinal obstruction|peptic ulcer|diverticulitis|perforation|gastric ulcer|pancreatitis|gastrointestinal obstruction|gastrointestinal ulcer|bowel perforation|tracheoesophageal fistula|intestinal perforation|ulcer|peptic ulcer disease|duodenal ulcer|active peptic ulcer
ts.infection: infection|pneumonia|sepsis|active infection|severe infection|serious infection|bacteremia|opportunistic infection|respiratory tract infection|upper respiratory infection|urinary tract infection|major infection|systemic infection|septicemia|sinusitis|otitis media|infectious disease|respiratory infection|covid 19|infectious illness|acute illness|herpes zoster|febrile illness|fever|sars cov 2 infection|urinary infection|upper respiratory tract infection|respiratory tract infections|bronchitis
ts.other_malignancy: other malignancy|malignancy|second malignancy|other cancer|prior malignancy|previous malignancy|another malignancy|cancer|other malignant tumor|malignant tumor|second primary malignancy|history of malignancy|malignant disease|history of cancer|second primary cancer|concurrent malignancy|disease free|secondary malignancy|other primary malignancy|additional malignancy|malignant neoplasm|other prior malignancy|other invasive malignancy|second cancer|neoplasm|lymphoma-|invasive malignancy|active malignancy|malignant tumour|invasive cancer|prior invasive malignancy
ts.autoimmune_treatment: autoimmune disease|autoimmune disorder|systemic treatment in the past-|autoimmune condition|autoimmune|active autoimmune disease|auto immune disease
ts.progression: progression|relapse|recurrence|disease progression|progressive disease|disease recurrence|progressed|relapsed|stable|stability|stable disease|clinically stable|neurologically stable|recurred|imaging progression|radiographic progression|clinical stability|recur|no evidence of progression|remission
ts.disease_exacerbation: exacerbation|asthma exacerbation|copd exacerbation|flare|acute exacerbation|seizure|relapse of multiple sclerosis|disease flare|pulmonary exacerbation|hospitalization|hospitalized|hospitalisation|attack|epileptic seizure|exacerbation of copd|severe exacerbation
ts.diabetic_emergency: ketoacidosis|diabetic ketoacidosis|diabetes ketoacidosis|severe hypoglycemia|hyperosmolar|hyperglycemic hyperosmolar|hypoglycemic coma|hyperglycemia hypertonic|severe hypoglycaemia|hypoglycemic episode|hypoglycemia|dka
ts.smoking: smoking|smoked|smoker|tobacco|smoke|nicotine|smoking cessation|tobacco product|cigarette|quit smoking|nicotine containing
ts.drug_use: drug abuse|substance abuse|alcohol abuse|illicit drug|substance use disorder|alcohol or drug abuse|drug or alcohol abuse|substance dependence|alcoholism|alcohol dependence|drug dependence|substance use|alcohol or substance abuse|recreational drug|substance abuse or dependence|drug addiction|alcohol use disorder|opioid use|alcohol or drug dependence|alcohol|drug use disorder|cannabis|cocaine|marijuana|drug dependency|iv drug use
ts.medication: antiretroviral|antiretroviral therapy|medication|drug|probiotic|supplement|prebiotic|vitamin|statin|nsaid|aspirin|agent|medicine|traditional chinese medicine|herbal|anticoagulant|bisphosphonate|inhibitor|inducer|insulin|antidepressant|herbal medicine|medicinal product|chinese herbal medicine|antipsychotic|antihistamine|beta blocker|opioid|warfarin|over the counter medication|prescription drug|metformin|concomitant medication|denosumab|heparin|dietary supplement|herbal supplement|proton pump inhibitor|anticonvulsant|diuretic|benzodiazepine|analgesic|glp 1|non steroidal anti inflammatory drug|botulinum toxin|isotretinoin|maoi|monoamine oxidase inhibitor|clopidogrel|prescription medication|antiplatelet|sedative|psychotropic|lithium
"""
)

# Subgroups and exceptions that a limit holds for.
WHEN = _table(
    """
liver_mets: liver metastase|hepatic metastase|liver metastasis|hepatic metastasis|liver involvement|liver met|metastatic liver|hepatic involvement|metastase to the liver|liver lesion|tumor involvement of the liver|liver or bone metastase|metastatic disease to the liver|metastatic disease in the liver|liver disease involvement|hepatic metastatic|involvement of the liver|live metastase|metastasis to the liver|hepatic met|liver cancer metastase|liver tumor
gilbert: gilbert|gilbert's|gilbert syndrome|gilberts
hcc: hepatocellular carcinoma|hcc
anticoagulation: anticoagulation|anticoagulant|warfarin|receiving anticoagulant|anticoagulation therapy|anticoagulant therapy|therapeutic anticoagulation|coumadin|therapeutic anticoagulant|anti coagulation|heparin
treated_cns_mets: brain metastase|cns metastase|brain metastasis|cns metastasis|treated brain metastase|central nervous system metastase|treated cns|brain met|central nervous system ( cns ) metastase|brain lesion|cns disease|cns involvement
bilirubin_high: bilirubin >|bilirubin level >|total bilirubin >|bilirubin level above
creatinine_high: creatinine >|creatinine level >|creatinine level above|serum creatinine >|elevated creatinine|creatinine above|creatinine is >|abnormal creatinine
oropharynx: oropharynx|oropharyngeal|oropharynx cancer
locally_advanced: locally advanced|locoregionally advanced|locally advanced disease
limited_field: limited field|focal|palliative radiotherapy|limited radiation|palliative radiation|limited field radiation
extended_field: extended field|wide field|extended field radiation|large field
severe: severe
postoperative: post surgery|postoperative|after surgery|post operative|after resection
female: female|woman|women|girl
male: male|man|men|boy
"""
)

ANCHORS = _table(
    """
first_dose: first dose|study drug|study treatment|start of treatment|treatment start|study medication|initiation of treatment|study therapy|cycle 1|day 1|beginning treatment|first treatment|trial treatment|protocol therapy|first infusion|start of therapy|starting treatment|treatment initiation|protocol treatment|starting study|initiation of study|first administration|study day 1|dosing|investigational product|start of study treatment|start of study drug|baseline-|c1d1|start of study therapy|first cycle|initiation of study treatment|treatment|first study treatment|start of the study drug|starting the study drug|starting therapy|first dosing|start of protocol therapy|initiation of therapy|study agent|commencement of treatment|beginning of treatment|first vaccination|start of the treatment|drug administration|commencing treatment|study intervention|therapy initiation
enrollment: enrollment|enrolment|registration|study entry|entry|inclusion|enrolled|entering the study|entry into the study|study enrollment|trial entry|study registration|study inclusion|recruitment|enrolling
randomization: randomization|randomisation|randomized|random assignment
screening: screening|screening visit|screening period|screen
consent: consent|informed consent|signing|signing of the informed consent
"""
)


def expanded(variable: str) -> tuple[tuple[str, bool], ...]:
    """What a flag of the table stands for: variables, and whether the phrase says it is absent."""
    if variable.endswith("-"):
        return ((variable[:-1], True),)
    return tuple((part, False) for part in variable.split("+"))
