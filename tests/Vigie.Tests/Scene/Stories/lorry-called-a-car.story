# A lorry that every third frame calls a car, and some frames both: one track, a lorry.
see 0 3 0.3 truck 100,200,120,80 -> 300,200,120,80 0.7
see 0.1 3 0.3 truck 107,200,120,80 -> 300,200,120,80 0.7
see 0.2 3 0.3 car 113,202,118,78 -> 300,202,118,78 0.65
see 0.3 3 0.6 car 120,202,118,78 -> 300,202,118,78 0.55

---
   0.1  #1 truck at 107,200,120,80
