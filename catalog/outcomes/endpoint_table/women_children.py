"""Pregnancy, birth and the newborn."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_BIRTH = """
live_birth: live birth
    live birth (|rate); ~live birth; take home baby rate
clinical_pregnancy: clinical pregnancy
    (clinical|ongoing) pregnancy (|rate); pregnancy rate; ~pregnancy
implantation: implantation rate
    implantation rate; embryo implantation
fertilization: fertilisation
    fertilization rate; fertilisation rate
oocytes: oocytes retrieved
    (number of|total) (|mature) (oocyte|egg) (|retrieved|collected); oocyte retrieved;
    oocyte yield
ovulation_rate: ovulation
    ovulation (rate|induction|inhibition); ~ovulation
miscarriage: miscarriage
    (miscarriage|spontaneous abortion|pregnancy loss) (|rate)
ohss: ovarian hyperstimulation
    ovarian hyperstimulation syndrome; =OHSS
preterm_birth: preterm birth
    (preterm|premature|spontaneous preterm) (birth|delivery) (|rate);
    (delivery|birth) before (37|34|32|35) (|completed) week
gestational_age: gestational age at birth
    gestational age (|at) (|birth|delivery); ~gestational age
birth_weight: birth weight
    (birth weight|birthweight); low birth weight; small for gestational age
preeclampsia: pre-eclampsia
    (pre eclampsia|preeclampsia|hypertensive disorder of pregnancy)
gdm: gestational diabetes
    gestational diabetes
cesarean: caesarean rate
    (cesarean|caesarean|c) (section|delivery) (|rate); cesarean (|birth) rate;
    mode of (delivery|birth); vaginal (delivery|birth)
labor_duration: duration of labour
    (duration|length) of (|the) (|first stage of|second stage of|active) (labor|labour);
    induction to delivery (interval|time); time (from|to) (induction|delivery)
pph: postpartum haemorrhage
    (postpartum|post partum) (hemorrhage|haemorrhage|blood loss); =PPH
perineal_tear: perineal tears
    (perineal (tear|laceration|trauma)|episiotomy)
apgar: Apgar score
    apgar (|score)
stillbirth: perinatal death
    (stillbirth|perinatal (death|mortality)|fetal death|neonatal (death|mortality));
    infant mortality
neonatal_morbidity: neonatal morbidity
    (composite |)neonatal (morbidity|outcome|complication)
nicu: admission to neonatal intensive care
    (nicu|neonatal intensive care unit) admission;
    admission to (|the) (nicu|neonatal intensive care unit)
bpd: bronchopulmonary dysplasia
    (bronchopulmonary dysplasia|chronic lung disease of prematurity); =BPD
nec: necrotising enterocolitis
    (necrotizing|necrotising) enterocolitis; =NEC
ivh: intraventricular haemorrhage
    (|severe) (intraventricular|periventricular intraventricular) (hemorrhage|haemorrhage); =IVH
pvl: periventricular leukomalacia
    periventricular leukomalacia; =PVL
rop: retinopathy of prematurity
    retinopathy of prematurity; =ROP
pda: patent ductus arteriosus
    (patent ductus arteriosus|pda) (|closure|ligation); ductal closure
surfactant: surfactant
    (need for|use of) surfactant
feeding_full: full feeding
    (time to (|reach|achieve) full (|enteral|oral) (feed|feeding)|full enteral feed|full
    (enteral|oral) feeding)
breastfeeding: breastfeeding
    (|exclusive|duration of) (breastfeeding|breast feeding) (|rate|duration|initiation)
jaundice: bilirubin of the newborn
    (hyperbilirubinemia|need for phototherapy|duration of phototherapy)
growth: growth
    (weight gain|growth rate|head circumference|length gain|linear growth);
    (weight|height|length) for (age|height|length) (|z score)
stunting: malnutrition
    (stunting|wasting|underweight|malnutrition) (|prevalence|rate)
bleeding_menstrual: menstrual bleeding
    (menstrual blood loss|menstrual bleeding|heavy menstrual bleeding|amenorrhea
    (|rate)|bleeding pattern)
hot_flashes: hot flushes
    hot (flash|flashe|flush|flushe) (|frequency|severity|score)
fibroid: fibroid volume
    (fibroid|uterine|myoma|leiomyoma) (volume|size)
endometrial: endometrial thickness
    endometrial thickness
contraception: Pearl Index
    pearl index; contraceptive (efficacy|failure|use)
caries: caries
    (dental caries|caries increment|dmft|dmfs|caries (incidence|progression|experience))
"""

TABLE: tuple[Endpoint, ...] = (*read("birth", _BIRTH),)
