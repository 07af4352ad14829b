"""Words that clinicians use for one another and that few records put side by side: plain data.

A large catalogue teaches most of these itself; a small one, and lay words, brands and the short
forms of a ward, need them. A clinic's own come from its file of synonyms. A name is used only where
the catalogue has all its words, and ranks below what was typed.
"""

from __future__ import annotations

from functools import cache

# Names of a line stand for one another: lay and professional words, spelling that follows no rule.
_ALIKE = """
refractory = resistant
relapsed = recurrent
heart attack = myocardial infarction
high blood pressure = hypertension
high cholesterol = hypercholesterolemia
kidney failure = renal failure
kidney cancer = renal cell carcinoma = renal cell cancer
liver cancer = hepatocellular carcinoma
stomach cancer = gastric cancer
brain cancer = brain tumor
immune checkpoint inhibitor = immune checkpoint blockade
bone marrow transplant = stem cell transplant = stem cell transplantation
kidney transplant = renal transplantation
liver transplant = hepatic transplantation
brain metastases = cerebral metastases
stroke = cerebrovascular accident
heart failure = cardiac failure
mini stroke = transient ischemic attack
irregular heartbeat = arrhythmia
blood clot = thrombosis = thromboembolism
clotting = coagulation
low platelets = thrombocytopenia
low sodium = hyponatremia
high potassium = hyperkalemia
low blood sugar = hypoglycemia
hives = urticaria
hay fever = allergic rhinitis
eczema = atopic dermatitis
shingles = herpes zoster
chickenpox = varicella
cold sores = herpes labialis
genital warts = condyloma acuminata
covid 19 = coronavirus = sars cov 2
preterm infants = premature infants
preterm birth = premature birth
herniated disc = herniated disk
disc = disk
whooping cough = pertussis
long covid = post covid
glandular fever = infectious mononucleosis
lou gehrig s disease = amyotrophic lateral sclerosis
motor neuron disease = amyotrophic lateral sclerosis
reflux = gastroesophageal reflux
fatty liver = hepatic steatosis
gallstones = cholelithiasis
kidney stones = nephrolithiasis
slipped disc = disc herniation = disc prolapse
frozen shoulder = adhesive capsulitis
tennis elbow = lateral epicondylitis
broken hip = hip fracture
bedsore = pressure ulcer = pressure injury
lazy eye = amblyopia
pink eye = conjunctivitis
short sightedness = myopia
ringing in the ears = tinnitus
itching = pruritus
hair loss = alopecia
sleeplessness = insomnia
morning sickness = nausea and vomiting of pregnancy
miscarriage = spontaneous abortion
c section = cesarean
period pain = dysmenorrhea
hot flashes = vasomotor symptoms
hot flushes = hot flashes
erectile dysfunction = impotence
underactive thyroid = hypothyroidism
overactive thyroid = hyperthyroidism
gut flora = intestinal flora = gut microbiota
telehealth = telemedicine
cell therapy = cellular therapy
radiotherapy = radiation therapy
laughing gas = nitrous oxide
paracetamol = acetaminophen
adrenaline = epinephrine
noradrenaline = norepinephrine
lignocaine = lidocaine
salbutamol = albuterol
rifampicin = rifampin
pethidine = meperidine
ciclosporin = cyclosporine
vitamin c = ascorbic acid
vitamin b12 = cobalamin = cyanocobalamin
hydroxyurea = hydroxycarbamide
umifenovir = arbidol
curcumin = turmeric
artificial intelligence = machine learning
folic acid = folate
g csf = filgrastim
3d = 3 dimensional = three dimensional
vs = versus
"""

# Words of the body and of daily use: so frequent that they are looked for only in titles,
# conditions, interventions and the other names of a trial.
_FREQUENT = """
kidney = renal
liver = hepatic
lung = pulmonary
heart = cardiac
brain = cerebral
stomach = gastric
skin = cutaneous
eye = ocular
womb = uterine
spine = spinal
muscle = muscular
children = pediatric
newborn = neonatal = neonate
elderly = geriatric = older adults
teenagers = adolescents
"""

# What is typed at the left is also looked for as what stands at the right, never the other way.
_MEANT = """
womb cancer > endometrial cancer, uterine cancer
bowel cancer > colorectal cancer, colon cancer
throat cancer > pharyngeal cancer, laryngeal cancer, oropharyngeal cancer
bone cancer > osteosarcoma, bone tumor
blood cancer > hematologic malignancies, hematologic neoplasms
skin cancer > melanoma, basal cell carcinoma
corona > covid 19, coronavirus
flu > influenza
fits > seizures, epilepsy
piles > hemorrhoids
preemie > premature infant, preterm infant
heartburn > gastroesophageal reflux
baldness > alopecia
blood thinner > anticoagulant, anticoagulation
blood poisoning > sepsis
water pill > diuretic
painkiller > analgesic
steroid > corticosteroid, glucocorticoid
steroids > corticosteroids, glucocorticoids
woman > women
man > men
kids > children, pediatric
child > children
toddlers > children
mets > metastases, metastatic
metastases > metastatic
chemo > chemotherapy
auto > autologous
allo > allogeneic
onc > oncology
peds > pediatric
preg > pregnancy
dx > diagnosis
tx > treatment, transplantation
rx > treatment
hx > history
neo > neoadjuvant
immuno > immunotherapy
rt > radiotherapy, radiation therapy
chemoradiation > chemoradiotherapy
crt > chemoradiotherapy
sbrt > stereotactic body radiotherapy, stereotactic body radiation therapy
botox > botulinum toxin
smoking > tobacco, smokers
alcoholism > alcohol dependence, alcohol use disorder
drug addiction > substance use disorder, drug abuse
african american > black
cart > car t
hsct > hematopoietic stem cell transplantation
bmt > bone marrow transplantation
asct > autologous stem cell transplantation
gvhd > graft versus host disease, graft vs host disease
aml > acute myeloid leukemia, acute myelogenous leukemia
cll > chronic lymphocytic leukemia
cml > chronic myeloid leukemia, chronic myelogenous leukemia
mds > myelodysplastic syndrome, myelodysplastic syndromes
nhl > non hodgkin lymphoma, non hodgkins lymphoma
dlbcl > diffuse large b cell lymphoma
nsclc > non small cell lung cancer, non small cell lung carcinoma
sclc > small cell lung cancer
hnscc > head and neck squamous cell carcinoma
scchn > squamous cell carcinoma of the head and neck, head and neck squamous cell carcinoma
escc > esophageal squamous cell carcinoma
hcc > hepatocellular carcinoma
rcc > renal cell carcinoma
crc > colorectal cancer
tnbc > triple negative breast cancer
gbm > glioblastoma
gist > gastrointestinal stromal tumor
npc > nasopharyngeal carcinoma
mcrpc > metastatic castration resistant prostate cancer
crpc > castration resistant prostate cancer
gej > gastroesophageal junction
itp > immune thrombocytopenia, idiopathic thrombocytopenic purpura
copd > chronic obstructive pulmonary disease
ckd > chronic kidney disease
esrd > end stage renal disease
aki > acute kidney injury
chf > heart failure
hfpef > heart failure with preserved ejection fraction
hfref > heart failure with reduced ejection fraction
afib > atrial fibrillation
dvt > deep vein thrombosis
vte > venous thromboembolism
sah > subarachnoid hemorrhage
ich > intracerebral hemorrhage
tia > transient ischemic attack
tbi > traumatic brain injury
als > amyotrophic lateral sclerosis
sle > systemic lupus erythematosus
ibd > inflammatory bowel disease
uc > ulcerative colitis
gerd > gastroesophageal reflux
nash > nonalcoholic steatohepatitis, non alcoholic steatohepatitis
t1d > type 1 diabetes
t2d > type 2 diabetes
t2dm > type 2 diabetes
ptsd > post traumatic stress disorder, posttraumatic stress disorder
adhd > attention deficit hyperactivity disorder
ocd > obsessive compulsive disorder
pcos > polycystic ovary syndrome
ards > acute respiratory distress syndrome
rsv > respiratory syncytial virus
ebv > epstein barr virus
cmv > cytomegalovirus
hpv > human papillomavirus
hbv > hepatitis b
hcv > hepatitis c
cf > cystic fibrosis
cmpa > cow s milk allergy
haart > antiretroviral therapy
atg > antithymocyte globulin, thymoglobulin
5 fu > fluorouracil
dex > dexamethasone
ai > artificial intelligence
vr > virtual reality
prp > platelet rich plasma
tcm > traditional chinese medicine
mri > magnetic resonance imaging
ct > computed tomography
iv > intravenous
dara > daratumumab
pembro > pembrolizumab
nivo > nivolumab
ipi > ipilimumab
"""

# Brands and codes of widely used medicines; the substance stands first. One brand never means
# another: they may be for other diseases.
_BRANDS = """
abatacept = orencia
abacavir = ziagen
abemaciclib = verzenio
abiraterone = zytiga
adalimumab = humira
ado trastuzumab emtansine = kadcyla = t dm1
afatinib = gilotrif = giotrif
aflibercept = eylea = zaltrap
albuterol = ventolin
alectinib = alecensa
alemtuzumab = campath = lemtrada
alpelisib = piqray
apixaban = eliquis
aripiprazole = abilify
atezolizumab = tecentriq
atorvastatin = lipitor
avelumab = bavencio
axicabtagene ciloleucel = yescarta = axi cel
azacitidine = vidaza
baricitinib = olumiant
belimumab = benlysta
bendamustine = treanda
bevacizumab = avastin
blinatumomab = blincyto
bortezomib = velcade
brentuximab vedotin = adcetris
bupropion = wellbutrin
cabazitaxel = jevtana
cabozantinib = cabometyx = cometriq
capecitabine = xeloda
carfilzomib = kyprolis
cemiplimab = libtayo
cetuximab = erbitux
ciltacabtagene autoleucel = carvykti = cilta cel
clopidogrel = plavix
crizotinib = xalkori
dabigatran = pradaxa
dabrafenib = tafinlar
dalteparin = fragmin
dapagliflozin = farxiga = forxiga
daratumumab = darzalex
darbepoetin = aranesp
dasatinib = sprycel
datopotamab deruxtecan = dato dxd
decitabine = dacogen
degarelix = firmagon
denosumab = prolia = xgeva
docetaxel = taxotere
donanemab = kisunla
doxorubicin = adriamycin
didanosine = videx = ddi
dolutegravir = tivicay
dupilumab = dupixent
durvalumab = imfinzi
duvelisib = copiktra
eculizumab = soliris
efavirenz = sustiva
elotuzumab = empliciti
emtricitabine = emtriva = ftc
enfuvirtide = fuzeon
empagliflozin = jardiance
encorafenib = braftovi
enfortumab vedotin = padcev
enoxaparin = lovenox = clexane
enzalutamide = xtandi
eribulin = halaven
erlotinib = tarceva
escitalopram = lexapro
etanercept = enbrel
everolimus = afinitor = certican
evolocumab = repatha
ezetimibe = zetia
fluoxetine = prozac
fluticasone = flovent
fulvestrant = faslodex
gabapentin = neurontin
gefitinib = iressa
gemcitabine = gemzar
gilteritinib = xospata
glatiramer = copaxone
guselkumab = tremfya
ibrutinib = imbruvica
idecabtagene vicleucel = abecma = ide cel
idelalisib = zydelig
imatinib = gleevec = glivec
indinavir = crixivan
infliximab = remicade
insulin glargine = lantus
ipilimumab = yervoy
irinotecan = camptosar
isatuximab = sarclisa
ixazomib = ninlaro
ixekizumab = taltz
lamivudine = epivir = 3tc
lapatinib = tykerb = tyverb
lecanemab = leqembi
lenalidomide = revlimid
lenvatinib = lenvima
levetiracetam = keppra
liposomal doxorubicin = doxil = caelyx
liraglutide = victoza = saxenda
lisocabtagene maraleucel = breyanzi = liso cel
lopinavir = kaletra
lorlatinib = lorbrena = lorviqua
mepolizumab = nucala
metformin = glucophage
methylphenidate = ritalin = concerta
midostaurin = rydapt
mitotane = lysodren
mometasone = nasonex
mycophenolate = cellcept
nab paclitaxel = abraxane
natalizumab = tysabri
nelfinavir = viracept
neratinib = nerlynx
nevirapine = viramune
nilotinib = tasigna
nintedanib = ofev = vargatef
niraparib = zejula
nirmatrelvir = paxlovid
nivolumab = opdivo
obinutuzumab = gazyva
ocrelizumab = ocrevus
ofatumumab = arzerra = kesimpta
olanzapine = zyprexa
olaparib = lynparza
omalizumab = xolair
oseltamivir = tamiflu
osimertinib = tagrisso
paclitaxel = taxol
palbociclib = ibrance
palivizumab = synagis
panitumumab = vectibix
pazopanib = votrient
peginterferon = pegasys
pembrolizumab = keytruda
pemetrexed = alimta
pertuzumab = perjeta
pirfenidone = esbriet
plerixafor = mozobil = amd3100
polatuzumab vedotin = polivy
pomalidomide = pomalyst = imnovid
ponatinib = iclusig
pregabalin = lyrica
quetiapine = seroquel
raltegravir = isentress
ramucirumab = cyramza
ranibizumab = lucentis
regorafenib = stivarga
remdesivir = veklury
ribociclib = kisqali
risankizumab = skyrizi
risperidone = risperdal
ritonavir = norvir
rituximab = rituxan = mabthera
rivaroxaban = xarelto
rosuvastatin = crestor
rucaparib = rubraca
ruxolitinib = jakafi = jakavi
sacituzumab govitecan = trodelvy
sacubitril = entresto
saquinavir = invirase
secukinumab = cosentyx
selinexor = xpovio
semaglutide = ozempic = wegovy = rybelsus
sertraline = zoloft
sildenafil = viagra = revatio
sipuleucel t = provenge
sitagliptin = januvia
sofosbuvir = sovaldi
sorafenib = nexavar
sotorasib = lumakras
stavudine = zerit = d4t
sunitinib = sutent
tadalafil = cialis
talazoparib = talzenna
talimogene laherparepvec = imlygic = t vec
tamoxifen = nolvadex
tebentafusp = kimmtrak
tenofovir = viread
teclistamab = tecvayli
temozolomide = temodar = temodal
tirzepatide = mounjaro = zepbound
tisagenlecleucel = kymriah
tocilizumab = actemra = roactemra
tofacitinib = xeljanz
topotecan = hycamtin
trabectedin = yondelis
trametinib = mekinist
trastuzumab = herceptin
trastuzumab deruxtecan = enhertu = t dxd
tremelimumab = imjudo
tucatinib = tukysa
upadacitinib = rinvoq
ustekinumab = stelara
valacyclovir = valtrex
valsartan = diovan
vandetanib = caprelsa
vedolizumab = entyvio
vemurafenib = zelboraf
venetoclax = venclexta = venclyxto
venlafaxine = effexor
vismodegib = erivedge
vorinostat = zolinza
warfarin = coumadin
zanubrutinib = brukinsa
ziprasidone = geodon
zidovudine = retrovir = azt
zoledronic acid = zometa = reclast
zolpidem = ambien
"""

# Cities as their own country and as others write them; registries hold both.
_CITIES = """
rome = roma
milan = milano
turin = torino
naples = napoli
florence = firenze
venice = venezia
genoa = genova
padua = padova
munich = munchen = muenchen
cologne = koln = koeln
nuremberg = nurnberg = nuernberg
hanover = hannover
dusseldorf = duesseldorf
gottingen = goettingen
tubingen = tuebingen
wurzburg = wuerzburg
lubeck = luebeck
vienna = wien
zurich = zuerich
geneva = geneve = genf
basel = basle = bale
bern = berne
brussels = bruxelles = brussel
antwerp = antwerpen
ghent = gent = gand
bruges = brugge
liege = luik
louvain = leuven
the hague = den haag
copenhagen = kobenhavn
aarhus = arhus
gothenburg = goteborg
malmo = malmoe
helsinki = helsingfors
lisbon = lisboa
porto = oporto
seville = sevilla
zaragoza = saragossa
la coruna = a coruna
athens = athina
thessaloniki = salonica
prague = praha
warsaw = warszawa
krakow = cracow
bucharest = bucuresti
belgrade = beograd
moscow = moskva
st petersburg = saint petersburg
kiev = kyiv
kharkiv = kharkov
odessa = odesa
tel aviv = tel aviv yafo
beijing = peking
mumbai = bombay
kolkata = calcutta
chennai = madras
bangalore = bengaluru
ho chi minh city = saigon
yangon = rangoon
strasbourg = strassburg
lyon = lyons
marseille = marseilles
st louis = saint louis
st paul = saint paul
mexico city = ciudad de mexico
usa = united states
uk = united kingdom
holland = netherlands
"""


@cache
def alike() -> dict[str, tuple[str, ...]]:
    """For each name those that are used for it wherever a trial speaks of it."""
    found = _lines(_ALIKE)
    for substance, *brands in (line.split(" = ") for line in _BRANDS.split("\n") if line):
        _merge(found, {substance: tuple(brands)})
        _merge(found, dict.fromkeys(brands, (substance,)))
    _merge(found, _lines(_MEANT))
    return found


@cache
def frequent() -> dict[str, tuple[str, ...]]:
    """The same for words that are looked for only in what a trial is about."""
    return _lines(_FREQUENT)


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Other names of a city or country."""
    return _lines(_CITIES)


def _merge(found: dict[str, tuple[str, ...]], more: dict[str, tuple[str, ...]]) -> None:
    for name, others in more.items():
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *others)))


def _lines(table: str) -> dict[str, tuple[str, ...]]:
    """`a = b = c` for names that mean each other, `a > b, c` for one that means the others."""
    found: dict[str, tuple[str, ...]] = {}
    for line in table.split("\n"):
        name, sign, meant = line.partition(" > ")
        if sign:
            _merge(found, {name: tuple(meant.split(", "))})
        elif line:
            group = line.split(" = ")
            _merge(found, {each: tuple(n for n in group if n != each) for each in group})
    return found
