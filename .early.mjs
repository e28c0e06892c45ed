import config from './rollup.config.js'
import { rollup } from 'rollup'
const c = config[2]
const b = await rollup(c); await b.write(c.output)
