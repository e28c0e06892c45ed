/** The part of Trusted Types that is needed. @see https://www.w3.org/TR/trusted-types/ */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy
}
interface Policy {
  createScriptURL(url: string): object
}

let policy: Policy | undefined

/**
 * A script's address as pages with Trusted Types take it (policy `dge-worker`); undefined where the browser has none or the page
 * allows no policy of this name.
 */
export function trustedScriptUrl(url: string): object | undefined {
  const trusted = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
  try {
    policy ??= trusted?.createPolicy('dge-worker', { createScriptURL: (text) => text })
    return policy?.createScriptURL(url)
  } catch {
    return undefined
  }
}

/**
 * An address that a module worker can be started from: from another origin none can, but a blob may import one from there. That
 * needs `worker-src blob:` in a strict policy.
 */
export function startableUrl(url: string): string {
  if (new URL(url, location.href).origin === location.origin) return url
  return URL.createObjectURL(new Blob([`import ${JSON.stringify(url)}`], { type: 'text/javascript' }))
}
