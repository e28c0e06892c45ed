/** True for http and https addresses, never for `javascript:` and the like. */
export function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\/[^\s]+$/i.test(url)
}
