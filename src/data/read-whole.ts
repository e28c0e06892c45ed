/** Says that a file must be read whole: it is not written in one of the ways that can be read as they arrive, or it is broken. */
export class ReadWhole extends Error {}
