/** Rows of a segment: columns grow by segments, so that nothing is ever copied to make room. */
export const segmentBits = 16
export const segmentRows = 1 << segmentBits
