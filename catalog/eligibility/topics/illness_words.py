"""Words of medicine by topic: illnesses by organ, germ and ending, and drugs by the stems of their names.

Plain data beside `topic_table`: a new word is one more stem in its line. Stems are written as there.
"""

from __future__ import annotations

ILLNESSES: dict[str, str] = {
    "cardiovascular": r"cvd$|cad$|stemi$|nstemi$|mitral|tricuspid|varicose|venous (?:insuff|malform|ulcer|disease)|isch[a]?emic (?:heart|limb|stroke)|athero(?:scl|throm)|aneurysm|revasculari|angioplast|pci$|percutaneous coronary|tetralogy|kawasaki|endocarditis|(?:peripheral|cerebral|renal) arter|vasculopath|hemodynamic|haemodynamic|cardiogenic|defibrillator|qt prolong|vascular (?:surg|malform|dis|prob|cond)",
    "pulmonary": r"cough|lungs?$(?=[\w ,/()-]{0,60}(?:disease|condition|disorder|function|illness|problem|failure))|respiratory$(?! (?:tract|syncyt|infect|papill|virus))|bronchopulm|pneumothora|tracheost|apno?ea|wheez|airways?$|intubat|hypox(?:i|em)|pneumonectom|lobectomy|pleurisy|alpha-?1[ -]anti|bronchodil|cystic fibrosis|chest (?:x|radiog)",
    "metabolic_endocrine": r"ldl|hdl|hyperlip|dyslipid|hypertriglyc|hypercholest|cushing|addison|acromegal|growth hormone|hypogonad|polycystic ovar|pcos$|inborn error|phenylket|gout$|hyperuric|iron (?:defic|overload|status|stor)|folate|b12|rickets|osteomalac|osteopen|bone (?:mineral )?density|dexa$|gaucher|fabry|pompe|mucopolysacch|lysosomal|porphyri|hemochromat|haemochromat|wilson'?s? dis|hypomagn|hypophosph|prolactin|fasting (?:blood|plasma|serum)|ca\+\+|acidosis|triiodo|thyrox",
    "renal": r"kidney(?=[\w ,/()-]{0,60}(?:disease|condition|disorder|function|illness|problem|failure))|nephrit|glomerulo|uremi|uraemi|urologic|albuminuri|microalbumin|urinary retention|acute tubular|kidney (?:damage|biops)|creatininemia",
    "hepatic": r"liver(?=[\w ,/()-]{0,60}(?:disease|condition|disorder|function|illness|problem|failure))|cholesta|cholangit|bili(?:ary|rubinem)|bile duct|gallbladder|cholecyst|jaundice|gallston|portal (?:hypert|vein)|hepatopath|hepatobil|hepatotox|hepatomegal|steatohep|steatosis|varices|ggt$",
    "hematologic": r"sickle|thalass|hemoglobinop|haemoglobinop|myelosuppress|bone marrow (?:fail|aplas|hypoplas|suppress)|aplastic|hemolytic|haemolytic|hemolysis|g6pd|glucose-6|polycyth[a]?emia|eosinophil|reticulocyt|methemoglob|blood (?:dyscras|disorder|disease|cell)|pancytop|agranulo|red (?:blood )?cells?|myelodepress",
    "coagulation_bleeding": r"blood loss|factor (?:viii|ix|vii|xi|xiii|v )|factor v leiden|protein [cs] def|apixaban|rivaroxaban|dabigatran|edoxaban|ticagrelor|prasugrel|thienopyrid|anti-?thromb|thrombus$|thrombi$|thrombin|phlebitis|thrombophleb|enoxaparin|vitamin k ant|coumadin|purpura|acetylsalicyl|vka$|noac|doacs?$",
    "neuro_psychiatric": r"intracranial (?:press|hypert)|increased intracranial|nervous (?:pathol|dis|system (?:pathol|cond))|nerve (?:cond|dam|inj|palsy)|central nervous system(?! (?:\(|met|tumou?r|lymph|malig|prim|cancer|neopl|leuk|prophyl|inv|lesion|dis))|spinal (?:cord(?! compr)|muscul|inj|stenos)|myelopath|radiculopath|hydroceph|huntington|amyotroph|als$|motor neuron|restless leg|narcoleps|insomni|sleep (?:dis|prob)|headache|vertigo|dizz|hemipleg|pares(?:is|es)$|hemipar|paraly|parapleg|quadripleg|tetrapleg|spasticit|aphasi|neuritis|sciatica|bulimi|phobi|stress disorder|paranoi|delusion|catatoni|attention deficit|asperger|tourette|dystoni|chorea|concussion|coma$|comatose|glasgow coma|gcs$|cerebell|brain (?:damage|atroph|disease|surg)|memory|mci$|behaviou?ral (?:dis|prob)|self-?harm|homicid|rett(?:'s)? synd|antipsychotic|psychosocial|emotional (?:dis|prob)|mood disorder|affective disorder|congenital abnormalities of the central",
    "substance_use": r"drink(?:s|ing|er)(?! water)|alcoholi|heroin|methadone|amphetamine|methamphet|opiate (?:abuse|dep|use)|intravenous drug|iv drug|injecti(?:on|ng) drug|drug[- ]?(?:user|abus|depend|addict)|ethanol|narcotic (?:abuse|depend|addict)|binge|intoxicat",
    "autoimmune": r"beh[cç]et|sarcoid|hashimoto|pemphig|polymyos|dermatomyos|immune[- ]mediated (?!adverse|advers|tox)|antiphosphol|systemic scleros|polymyalg|takayasu|giant cell arter|goodpasture|vitiligo|collagen[- ]vasc|collagen dis|ankylosing|immune thrombocyt",
    "immunosuppression": r"cyclosporin|ciclosporin|tacrolimus|azathioprine|mycophenol|splenectom|asplen|agammaglob|hypogammaglob|immune (?:disorder|dysfunc|system)|immune disease|immunolog\w+ (?:dis|cond|abn|def)|calcineurin",
    "infection_other": r"candid(?:a|ia|em|os)|thrush|lyme|mrsa|staphyl|streptoc|pseudomon|clostrid|difficile|salmonel|shigell|cholera|giardia|toxoplas|pneumocys|cryptococ|histoplas|coccidio|trichomon|warts?$|scabies|helminth|schistos|leishman|trypanos|chagas|rubella|mumps|polio|rabies|tetanus|diphther|pertussis|rsv$|norovir|rotavir|rickett|brucell|(?<!carcinomatous )(?<!lymphomatous )(?<!neoplastic )(?<!leukemic )meningitis(?! carc)|cellulitis|erysipel|peritonitis|pyeloneph|cystitis|positive (?:\w+ )?culture|mycosis|mycoses|tinea|onychomyc|sexually transm|vaginosis|uti$|plasmodium|acinetob|klebsiel|enterococ|carbapenem|legionel|adenovir|hsv|hpylori|bronchiolitis|tonsillitis|pharyngitis|common cold",
    "gi_absorption": r"stomach|gastritis|gastroent|o?esophag(?!ogastric junc|us)|duoden|colostom|ileostom|bowel|rectal (?:bleed|prolap)|hemorrhoid|haemorrhoid|anal fissure|pancreatic insuff|appendic|barrett|dyspeps|heartburn|gerd$|gord$|ileus|abdominal (?:pain|surg)|bariatric|lactose|gluten|parenteral nut|ibs$|ulcus",
    "effusion_ascites": r"hydrothorax|anasarca|paracentes|thoracentes|thoracocentes",
    "transplant": r"cord blood|hla[- ]|umbilical cord|stem cell (?:donor|infus)|graft (?:fail|reject)|unrelated donor|related donor|(?:sibling|marrow) donor",
    "investigational_trial": r"complet(?:ed|ion of) (?:an?|the|any) (?:[\w-]+ ){0,3}(?:study|trial)$|(?:recruited|enrolled|randomi[sz]ed) (?:for|in|into|to) (?:the )?stud(?:y|ies) [a-z-]*\d|from studies|(?:previous(?:ly)?|prior|already|earlier) (?:enrol\w+|randomi[sz]\w+|participat\w+|included) (?:or (?:\w+ )+)?(?:in|into|of)|(?:on|in) (?:a|another|any) (?:\w+ ){0,2}protocol$|not on (?:a|another) phase",
    "hypersensitivity": r"food (?:challenge|intoler)|skin prick|sensitivity (?:to|or allerg)|sensitivities",
    "pregnancy_lactation": r"pre-?eclamp|eclamp|trimester|labou?r$(?! market)|c[a]?esarean|postpartum|miscarri|abortion|ivf$|f[o]?et(?:al|us)|obstetric|nullipar|primipar|multipar|amnio|placent|intention to breast",
    "performance_status": r"asa ?\((?:am|cl)|asa (?:cat|ps)|asa [1-4]",
    "other_malignancy": r"oncolog(?:ic|ical)(?=[\w ,/()-]{0,40}(?:disease|condition|disorder|illness))|neoplastic(?=[\w ,/()-]{0,40}(?:disease|condition|disorder))",
    "body_vitals": r"weigh(?:s|ing)?$|body (?:fat|compos)|anthropom",
    "age": r"minor (?:patient|child|subj|partic)|under ?age|children (?:under|younger|below|over|\(|aged)",
    "infection_hiv": r"zdv$|ddi$|ddc$|d4t$|3tc$|didanosine|zalcitabine|stavudine|lamivudine|p24 anti|seroconver",
    "disease_diagnosis": r"nhl$|nsclc$|sclc$|cll$|aml$|cml$|dlbcl$|rcc$|gbm$|escc$|scchn$|hnscc$|crc$|mds$|gist$|tnbc$|crpc$|mcrpc$|myelodysplas|astrocytoma|medulloblast|glioblast|retinoblast|seminoma|germ cell|macroglobulin",
    "prior_therapy": r"(?:not|never) respond\w* to|failed to respond|inadequate(?:ly)? respon|non-?respon|unrespons",
    "concurrent_therapy": r"on (?:\w+ or )?(?:inhaled|systemic|oral|chronic|long-?term|daily|anti)",
    "procedure_fitness": r"(?:radiotherapy|radiation|surgery|an[a]?esthesia)(?: [a-z]+){0,3} not (?:be )?(?:tolerated|feasible|possible)",
    "comorbidity": r"medical issues?$|(?:is|are|be|otherwise|apparently|generally|completely) healthy",
    "surgery_trauma": r"debulk\w*|surgical intervention",
}  # fmt: skip
"""Illnesses by organ and germ: they give their topic wherever they stand."""

DRUG_NAMES = (
    r"[a-z]+(?:mab|cept|glutide|floxacin|oxacin|cycline|navir|tegravir|[dv]udine|parin|gliptin|gliflozin|glitazone|[aeio]lol|april|dipine|triptan|setron|coxib|profen|barbital|azolam|"
    r"zapine|tiapine|peridol|promazine|triptyline|ipramine|traline|caine|fentanil|curonium|phylline|buterol|meterol|solone|onide|metacin|dronate|dronic acid|fibrate|thiazide|semide|"
    r"lukast|tadine|rizine|platin|taxel|rubicin|tecan|trexate|trexed|citabine|arabine|mustine|poside|blastine|cristine|lutamide|relix|relin|estrant|oxifene|trozole|limus|kinra|poetin|"
    r"grastim|ifampin|ifampicin|butin|profil|vaptan|grel|xaban|gatran|fovir|buvir|asvir|previr|amivir|cyclovir|quine|thromycin|sulfone|mectin|bendazole|conazole|fungin|penem)s?$|"
    r"analges|antiemet|antacid|laxativ|diuretic|antihistamin|opioids?$|opiates?$|nsaids?$|ibuprofen|paracetamol|acetaminophen|metformin|digoxin|phenytoin|carbamazepine|valproate|valproic|lithium|levodopa|l-dopa|"
    r"interferon|beta-?blocker|ace inhib|botulinum|hormone replac|oral contracep|contrast|sedat(?:ed|ion|ive)|infusions?$|inject(?:ion|able)s?$|topical|creams?$|ointment|emollient"
)
"""Drugs by the stems of international names, and by their uses: they count where nothing else is found."""

_ENDINGS = (
    r"[a-z-]*(?:itis|rrho?ea|osis|oses|iasis|opathy|opathies|dystrophy|plegia|paresis|plasia|ectasis|cele|malacia|ptosis|emia|aemia|uria|dynia|algia|penia|philia|cytosis|sclerosis|edema|oedema|"
    r"deficiency|syndromes?|oma|omas|omata|oblastoma|inoma|trophy|spasm|lithiasis|lysis bullosa)$"
)
_NAMES = (
    r"asthma|copd$|schizophreni|alzheimer|parkinson|epileps|diabet|crohn|eczema|migraine|strokes?$|fractures?$|sleep apno?ea|obes(?:e|ity)$|lupus|glaucoma|cataracts?$|hernias?$|scoliosis|"
    r"autism|adhd|aids$|hiv$|gout$|acne|psoriasis|keratoconus|strabismus|amblyopia|cleft|hypertension|hypotension|heart failure|depress(?:ion|ive)|bipolar|ptsd|insomnia|tinnitus|hearing loss|caries|malocclusion|"
    r"edentulous|burns?$|ulcers?$|endometriosis|fibroids?$|infertil|preeclampsia|hemophilia|haemophilia|sickle cell|malaria|tubercul|covid|pneumonia|influenza|sepsis|shock$|cardiac arrest|myocardial infarction|"
    r"angina|atrial fibrillation|coronary artery|aneurysm|embolism|dementia|traumatic brain|spinal cord injur|cerebral palsy|multiple sclerosis|hepatitis|cirrhosis|gerd$|ibs$|malnutrition|"
    r"(?:carpal tunnel|down|turner|rett|marfan)|(?:low |chronic |back |neck |neuropathic |cancer |shoulder |knee )+pain|use disorder|dependence$|disc (?:herniat|disease|prolapse)|herniat|slipped disc|protruded disc|"
    r"(?:\w+[ -]){0,2}(?:disease|disorder|injury|infection|insufficiency|failure|malformation|tear|rupture|disability|impairment|palsy|dystrophy|occlusion|stenosis|thrombosis|ha?emorrhage)s?$|burkitt|raeb|refractory anemia|b-cell|t-cell"
)
OWN_ILLNESS = f"{_ENDINGS}|{_NAMES}"
"""Illnesses that are the trial's own where an inclusion criterion names them."""

WITHOUT_ROW = (
    r"eyes?$|ocular|ophthal|vision|visual|corneal?|retina|macula|cataract|glaucoma|keratit|conjunctiv|uveit|amblyop|strabism|optic (?:nerve|neur|disc)|intraocular|skin$|cutaneous|dermat|rash$|acne|psoria|eczema|"
    r"urticari|tattoo|sunburn|scar(?:s|ring)?$|keloid|teeth|tooth|dental|oral (?:hyg|muc|les)|periodont|caries|gingiv|mucositis|ear$|otolog|tinnitus|hearing|deaf|bones?$|joints?$|musculosk|skelet|orthop|scolio|"
    r"spondyl|arthr|ligament|tendon|tendin|muscle|myopath|osteo(?!po)|congenital|chromosom|genetic (?:dis|syn|cond)|dysmorph|malformation|birth defect|inflammation|inflammatory (?:dis|cond)|hematoma|hypothermi|prematur|"
    r"lymph[o]?edema|contracture|amputat|foot deform|bladder|incontinen|prostat(?:ic|itis)|bph$|genit|vagin|endometrio|hospitali[sz]"
)
"""Illnesses of organs that have no row: under exclusion another illness, under inclusion the trial's own."""
