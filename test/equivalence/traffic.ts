/** Requests and body bytes (as delivered, after decompression) that the code under test makes in this process. */
export class Traffic {
  requests = 0
  bytes = 0
  /** Addresses asked for, in order, with the method where it is HEAD, the parameters of a POST and the range of bytes. */
  readonly urls: string[] = []
  readonly #fetch = globalThis.fetch

  /** Counts from now until `stop`. */
  constructor() {
    globalThis.fetch = async (input, init) => {
      this.requests++
      const asked = input instanceof Request ? input.url : String(input)
      const range = new Headers(init?.headers).get('range')
      this.urls.push([init?.method === 'HEAD' && 'HEAD', asked, init?.body && String(init.body), range].filter(Boolean).join(' '))
      const response = await this.#fetch(input, init)
      if (!response.body) return response
      const counted = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform: (chunk, controller) => {
            this.bytes += chunk.length
            controller.enqueue(chunk)
          },
        })
      )
      const { status, statusText, headers, url } = response
      const copy = new Response(counted, { status, statusText, headers })
      return Object.defineProperty(copy, 'url', { value: url })
    }
  }

  stop(): void {
    globalThis.fetch = this.#fetch
  }
}
