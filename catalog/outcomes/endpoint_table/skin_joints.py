"""Skin and joints."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_SKIN = """
pasi: PASI
    psoriasis area and severity index; =PASI; psoriasis area (|and) severity index;
    pasi (50|75|90|100)
easi: EASI
    eczema area and severity index; =EASI; eczema area (|and) severity index; easi (50|75|90|100)
scorad: SCORAD
    scorad; scoring atopic dermatitis; scoring (|of) atopic dermatitis;
    severity scoring of atopic dermatitis
posco: POEM
    patient oriented eczema measure; =POEM
iga: Investigator's Global Assessment
    (investigator|investigators|investigator s) (|static) global assessment (|score|scale); =IGA;
    =vIGA; viga ad; =IGA =success
spga: Physician's Global Assessment
    (|static) (physician|physicians|physician s) (|static) global assessment (|score|scale|of
    disease activity);
    =sPGA; =PhGA
ptga: Patient's Global Assessment
    (patient|patients|patient s|subject s) global assessment (|score|scale|of disease
    activity|of disease|of arthritis);
    =PtGA; =PaGA
bsa: body surface area
    (|affected|involved|percent) body surface area (|affected|involvement); =BSA
uas7: Urticaria Activity Score
    uas7; uas 7; (|weekly) urticaria activity score; =UAS
cu_qol: CU-Q2oL
    cu q2ol; chronic urticaria quality of life questionnaire
uct: Urticaria Control Test
    urticaria control test; =UCT
aect: Angioedema score
    angioedema (activity score|control test|quality of life questionnaire)
itch: itch
    (|peak|worst|daily|weekly|severity of) (pruritus|itch|itching)
    (|nrs|vas|severity|intensity|score|numerical rating scale|numeric rating scale|visual
    analog scale);
    worst itch nrs
salt: SALT (hair loss)
    severity of alopecia tool; =SALT
hair: hair growth
    hair (count|growth|density|regrowth)
acne_lesions: acne lesions
    (|total|inflammatory|non inflammatory|noninflammatory|acne) (|acne) lesion count
hidradenitis: HiSCR
    hidradenitis suppurativa clinical response; hiscr
napsi: NAPSI
    nail psoriasis severity index; =NAPSI
vasi: VASI
    vitiligo area (scoring|severity) index; repigmentation
tewl: transepidermal water loss
    transepidermal water loss; trans epidermal water loss; =TEWL
wound_size: wound size
    (wound|ulcer) (size|area)
scar: scar
    (vancouver scar scale|patient and observer scar assessment scale|posas|scar
    (appearance|quality|assessment|scale))
das28: DAS28
    das28; das 28; disease activity score 28; das 28 (|crp|esr);
    disease activity score (|in) (28|for 28|using 28) (|joint); =DAS; disease activity score
acr20: ACR20
    acr20; acr 20; acr 20 (|response|responder); american college of rheumatology 20;
    acr20 50 (|and) 70; acr20 acr50; acr (20|20 50)
acr50: ACR50
    acr50; acr 50; american college of rheumatology 50; acr20 50 (|and) 70; acr 20 50 (|and) 70
acr70: ACR70
    acr70; acr 70; american college of rheumatology 70; acr20 50 (|and) 70; acr 20 50 (|and) 70
haq: Health Assessment Questionnaire
    health assessment questionnaire; =HAQ; haq di; haq disability index;
    health assessment questionnaire disability index
cdai_ra: Clinical Disease Activity Index
    clinical disease activity index
sdai: Simplified Disease Activity Index
    simplified disease activity index; =SDAI
swollen_joints: swollen joints
    swollen joint (|count|number); =SJC
tender_joints: tender joints
    (tender|painful|tender and swollen) joint (|count|number); =TJC
joint_damage: joint damage
    (|modified|total|van der heijde modified|modified total) sharp (|van der heijde) (|score);
    =mTSS; radiographic progression; joint erosion; joint space (width|narrowing)
morning_stiffness: morning stiffness
    (|duration of) morning stiffness
basdai: BASDAI
    basdai; bath ankylosing spondylitis disease activity index
basfi: BASFI
    basfi; bath ankylosing spondylitis functional index
basmi: BASMI
    basmi; bath ankylosing spondylitis metrology index
asdas: ASDAS
    asdas; ankylosing spondylitis disease activity score
asas20: ASAS20
    asas20; asas 20; assessment in ankylosing spondylitis 20
asas40: ASAS40
    asas40; asas 40
sledai: SLEDAI
    sledai (|2k); selena sledai; systemic lupus erythematosus disease activity index
bilag: BILAG
    bilag
sri: SLE Responder Index
    sle responder index; =SRI; sri (4|5)
fiq: Fibromyalgia Impact Questionnaire
    (|revised) fibromyalgia impact questionnaire; fiq (|r); =FIQR
womac: WOMAC
    womac; western ontario and mcmaster university (osteoarthritis|arthritis) index
koos: KOOS
    koos; knee injury and osteoarthritis outcome score
oks: Oxford knee or hip score
    oxford (knee|hip) score
kss: Knee Society Score
    knee society (|clinical|function) score; =KSS
hhs: Harris Hip Score
    (|modified) harris hip score; =HHS
ikdc: IKDC
    ikdc; international knee documentation committee
lysholm: Lysholm score
    lysholm (|knee) (|score|scale)
constant: Constant score
    constant (|murley) (|shoulder) score; constant murley
ases: ASES score
    american shoulder (and|) elbow surgeon (|score); =ASES
spadi: SPADI
    shoulder pain and disability index; =SPADI
dash: DASH
    disability of the arm shoulder and hand; =DASH; =QuickDASH;
    disability of (|the) arm shoulder (|and) hand
aofas: AOFAS
    aofas; american orthopedic foot (|and) ankle (|society) (|score)
odi: Oswestry Disability Index
    oswestry (|low back pain|low back) (|disability) (index|questionnaire|score|scale); =ODI;
    oswestry disability; oswestry (|low back) (|pain) disability (|index|questionnaire|score)
ndi: Neck Disability Index
    neck disability index; =NDI
rmdq: Roland-Morris Disability Questionnaire
    roland morris (|disability) (|questionnaire); =RMDQ; roland morris;
    roland (|and) morris disability questionnaire
tsk: Tampa Scale of Kinesiophobia
    tampa (|scale of|scale for) kinesiophobia (|scale); =TSK
joa: Japanese Orthopaedic Association score
    japanese (orthopaedic|orthopedic) association (|score); =JOA score
pcs: Pain Catastrophizing Scale
    pain catastrophizing scale; pain catastrophising scale
lefs: LEFS
    lower extremity functional scale; =LEFS
rom: range of motion
    (range of motion|range of movement|=ROM|joint mobility|flexion angle|active range of motion)
ees_bone: fracture healing
    (fracture|bone) (healing|union) (|rate|time); (union|nonunion|non union) rate; ~nonunion
"""

_SKIN_AND_JOINT_EVENTS = """
gout_flares: gout flares
    (gout|gouty|acute gout) (flare|attack); flare of gout
flares: flares
    (disease|lupus|severe|renal|number of|rate of|time to) flare
fractures: fractures
    (vertebral|new vertebral|morphometric vertebral|hip|nonvertebral|non
    vertebral|clinical|fragility|osteoporotic|incidence of|new) (|vertebral) fracture;
    ~fracture
wound_healing: wound healing
    (|complete|time to|time to complete) (wound|ulcer) (|complete) (healing|closure|healed)
    (|rate|time);
    healing (rate|time)
fusion: fusion rate
    (|spinal|bony|bone) fusion (|rate|status)
implant_loosening: implant loosening
    (implant|component|prosthesis) (loosening|migration|survival|survivorship);
    radiostereometric analysis
"""

TABLE: tuple[Endpoint, ...] = (
    *read("skin", _SKIN, measured=True, scales=True),
    *read("skin and joint events", _SKIN_AND_JOINT_EVENTS),
)
