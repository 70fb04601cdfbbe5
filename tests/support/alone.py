"""Each process of the tests reckons by itself. Imported before anything that loads numpy.

The tests run in as many processes as the machine has cores. Where each of them reckons on all cores as well, they wait
for one another, spinning: the small equations of the suggestions took three times the work, and three times the time.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
