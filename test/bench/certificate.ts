import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'

const folder = 'node_modules/.cache/dge-certificate'

/** A certificate for localhost, made once by OpenSSL: browsers speak HTTP/2 over TLS alone. Undefined where there is no OpenSSL. */
export function localCertificate(): { readonly key: Buffer; readonly cert: Buffer } | undefined {
  const [key, cert] = [`${folder}/key.pem`, `${folder}/cert.pem`]
  try {
    mkdirSync(folder, { recursive: true })
    if (!existsSync(cert)) {
      const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
      execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650', ...name, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    }
    return { key: readFileSync(key), cert: readFileSync(cert) }
  } catch {
    return undefined
  }
}
