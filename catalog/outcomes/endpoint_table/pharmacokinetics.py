"""What the body does to a drug."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_PK = """
cmax: maximum concentration (Cmax)
    cmax; =C max;
    (maximum|peak) (|observed|plasma|serum|observed plasma|observed serum|drug) concentration
tmax: time of maximum concentration (Tmax)
    tmax; =T max;
    time (to|of|to achieve|to reach) (|the) (maximum|peak|maximal)
    (|observed|plasma|serum|observed plasma|observed serum) concentration
auc: area under the curve (AUC)
    auc; auclast; aucinf; aucta; auctau; auc0;
    area under (|the) (|plasma|serum|plasma or serum|plasma concentration|serum
    concentration|concentration) (|concentration) (|versus|vs|time) (|time) curve
half_life: half-life
    (|terminal|elimination|terminal elimination|apparent terminal|plasma|biological) half life;
    =T1 2
clearance: clearance
    (|apparent|total|systemic|oral|plasma|total body) clearance =CL;
    (apparent|systemic|total body|oral|plasma) clearance; =CL F; ~clearance
vd: volume of distribution
    (|apparent) volume of distribution
ctrough: trough concentration
    (trough|minimum|pre dose|predose) (|observed|plasma|serum|observed plasma|observed serum)
    (concentration|level);
    ctrough; cmin
pk_concentration: drug concentration
    (serum|plasma|blood) (|drug) concentration of (|study drug);
    pharmacokinetic serum concentration; (plasma|serum) (drug|study drug) (concentration|level);
    (plasma|serum) concentration of study drug; observed concentration
immunogenicity: immunogenicity (anti-drug antibodies)
    (anti drug|antidrug|antitherapeutic|anti therapeutic|anti product) antibody;
    (anti drug|antidrug|antitherapeutic|anti therapeutic|anti product) antibodie; =ADA; =ATA;
    immunogenicity; neutralizing antibody to study drug
bioavailability: bioavailability
    (|relative|absolute) bioavailability; bioequivalence
accumulation: accumulation
    accumulation (ratio|index)
"""

TABLE: tuple[Endpoint, ...] = (*read("pk", _PK),)
