import { setFlagsFromString } from 'node:v8'

// Optimising the embedded database's code takes longer than any test that opens it.
setFlagsFromString('--liftoff-only')
