"""Eyes, ears, teeth and sleep apnoea."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_SENSES = """
visual_acuity: visual acuity
    (|best corrected) visual acuity; =BCVA;
    (|best corrected|best spectacle corrected|uncorrected|distance|corrected distance|study
    eye) (visual acuity|va) (|letter|score|change);
    =BSCVA; =CDVA; =UDVA; =VA; (number of|mean) (|etdrs) letter (|read|score);
    etdrs letter (|score)
iop: intraocular pressure
    intraocular pressure; =IOP
crt: retinal thickness
    (central|central subfield|foveal|central foveal|macular|retinal|central macular|central
    retinal|center point|central point|subfoveal choroidal) (|retinal|macular|subfield|foveal)
    (thickness|thickne);
    =CRT; =CMT; =CST; =CFT; =OCT thickness
cnv: lesion size (neovascular)
    (total|cnv|neovascular) lesion (size|area);
    (area|size) of (|choroidal) neovascularization; (neovascular|neovascularization) size;
    lesion size and characteristic
retreatments: number of treatments
    (number|mean number|total number) of (retreatment|injection|treatment|intravitreal injection)
contrast: contrast sensitivity
    contrast (sensitivity|threshold)
visual_field: visual field
    visual field (|defect|loss|progression|mean deviation)
nei_vfq: NEI VFQ-25
    nei vfq (|25); national eye institute visual (function|functioning) questionnaire; vfq 25
refraction: refraction
    (spherical equivalent|refractive error|manifest refraction|myopia progression|axial length)
osdi: Ocular Surface Disease Index
    ocular surface disease index; =OSDI
tbut: tear break-up time
    tear (film|) (break up|breakup) time; =TBUT; =BUT
schirmer: Schirmer test
    schirmer (|s) (|test|score)
corneal_staining: corneal staining
    (corneal|conjunctival|corneal fluorescein|fluorescein) staining (|score)
endothelial_cells: corneal endothelial cells
    (|corneal) endothelial cell (density|count|loss)
ocular_ae: ocular adverse events
    (|pertinent) ocular adverse event
hearing: hearing
    (hearing (|threshold|level|loss|function)|pure tone (audiometry|average|threshold)|audiometry)
tinnitus: Tinnitus Handicap Inventory
    tinnitus (handicap inventory|severity|loudness|functional index)
dhi: Dizziness Handicap Inventory
    dizziness handicap inventory; =DHI
vertigo: vertigo
    vertigo (|attack|symptom|episode)
speech: speech perception
    speech (perception|recognition|discrimination|intelligibility)
probing_depth: probing depth
    (|periodontal|clinical) (probing|pocket|probing pocket) depth; =PPD
cal: clinical attachment level
    (|relative|clinical) attachment (level|gain|loss)
plaque: plaque index
    (plaque (index|score)|gingival plaque index|dental plaque)
gingival: gingival index
    gingival (index|inflammation|score)
bop: bleeding on probing
    (bleeding on probing|gingival bleeding (|index)|sulcus bleeding index|papilla bleeding index);
    =BOP
bone_loss: marginal bone level
    (|marginal|crestal|peri implant|alveolar|peri implant marginal) bone (loss|level) (|change)
implant_stability: implant stability
    implant (stability|success|failure) (|quotient|rate); =ISQ
gum_recession: recession depth
    (gingival|) recession (depth|coverage|reduction); root coverage;
    keratinized (tissue|gingiva) (|width)
ahi: apnea-hypopnea index
    (apnea|apnoea) (hypopnea|hypopnoea) (index|episode); =AHI; apnea hypopnea index; =RDI;
    respiratory disturbance index
apnea_odi: oxygen desaturation index
    oxygen desaturation index
cpap_use: CPAP use
    (cpap|pap) (use|usage|adherence|compliance)
"""

TABLE: tuple[Endpoint, ...] = (*read("senses", _SENSES, measured=True),)
