/**
 * The address under which the files of the build import `dge.js`, where this is it under another, `dge.js?v=2` as content management systems
 * write it: a module of its own, beside which all would be there twice. Undefined everywhere else.
 */
export const imported: string | undefined = /^(.*\/dge\.js)[?#]/.exec(import.meta.url)?.[1]
