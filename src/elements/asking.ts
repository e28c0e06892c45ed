import { once } from '../data/once.js'

/** How a question is put: a lazy chunk. @throws DgeError `network` */
export const loadAsking = once(() => import('../displays/query-context.js'))
