/** Runs it when the browser has time: after `latest` milliseconds at the latest, where given. Safari does not tell: a little later there. */
export function whenIdle(run: () => void, latest?: number): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, latest === undefined ? {} : { timeout: latest })
  else setTimeout(run, 200)
}
