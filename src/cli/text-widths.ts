/**
 * Widths of characters in thousandths of the font's size, measured in Chromium in DejaVu Sans, the widest of the usual
 * sans-serif fonts: what is placed by them has room in the others.
 */
const byWidth: Readonly<Record<number, string>> = {
  200: '\u202f', 275: "'", 278: 'ijlı', 295: 'IJ', 318: ' \u00a0,.·’', 337: '/:;\\|', 352: 'f', 361: '-', 390: '()[]', 392: 't', 401: '!¡²³¹₂', 411: 'r',
  460: '"', 471: 'ªº', 500: '*_`§°–', 518: '“”', 521: 's', 525: 'z', 531: '?¿', 550: 'c', 557: 'L', 575: 'F', 579: 'k', 592: 'vxy', 603: 'P', 611: 'TY',
  612: 'o«»', 613: 'a', 615: 'e', 630: 'ß', 632: 'E', 634: 'hnu', 635: 'Sbdgpq', 636: '0123456789$€£µ', 656: 'K', 684: 'AV', 685: 'XZ', 686: 'B', 695: 'R',
  698: 'C', 732: 'U', 748: 'N', 752: 'H', 769: '▲▼', 770: 'D', 775: 'G', 780: '&', 787: 'OQ', 818: 'w', 838: '#+<=>^~±×÷≤≥−', 863: 'M', 950: '%', 974: 'mÆ',
  982: 'æ', 989: 'W', 1000: '@©—…', 1023: 'œ', 1070: 'Œ',
}
/** How much closer the font draws pairs of letters, in the same unit, where that shows. */
const byKerning: Readonly<Record<number, string>> = {
  203: 'Y.', 167: 'Ta Tc Te To Ts Tw', 159: 'F. P. Ty', 149: 'Tr Tu', 136: 'LT LY Ya Ye Yo Y:', 129: 'V.', 117: 'T. Y- -Y W. Yu', 108: 'LV T: K-',
  92: 'FA Fa Fy LW Ly T- r. w. -T', 78: 'AT AY F: KT TA Va Ve Vo V: YA v.', 64: 'AV PA RY VA Wa r- Ay Vu',
}
const mapOf = (groups: Readonly<Record<number, string>>, separator: string) =>
  new Map(Object.entries(groups).flatMap(([size, members]) => members.split(separator).map((member) => [member, Number(size)] as const)))
const [widths, kernings] = [mapOf(byWidth, ''), mapOf(byKerning, ' ')]

/** The width of a text in pixels in the default sans-serif font; `font` is a CSS font, of which the weight counts. */
export function measureText(text: string, font: string, size: number): number {
  const letters = text.normalize('NFD').replace(/\p{M}/gu, '')
  const sum = [...letters].reduce((total, sign, at) => total + (widths.get(sign) ?? 1000) - (kernings.get(sign + (letters[at + 1] ?? '')) ?? 0), 0)
  // Digits of the bold font are 696 wide, others alike.
  return ((/\b(bold|[6-9]00)\b/.test(font) ? 1.094 : 1) * sum * size) / 1000
}
