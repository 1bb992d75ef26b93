// One upload with tus-js-client, as an outsider makes it: options as JSON on stdin, what happened as JSON on stdout.
// `stopAfter` (bytes): abort once so much was sent. `url`: go on with an upload that was begun before.
import { createReadStream, readFileSync } from 'node:fs'
import { Upload } from 'tus-js-client'

const given = JSON.parse(readFileSync(0, 'utf8'))
const upload = new Upload(createReadStream(given.file), {
  endpoint: given.endpoint,
  uploadUrl: given.url ?? null,
  headers: { Authorization: `Bearer ${given.key}` },
  metadata: given.metadata,
  chunkSize: given.chunkSize ?? Infinity,
  uploadDataDuringCreation: given.uploadDataDuringCreation ?? false,
  overridePatchMethod: given.overridePatchMethod ?? false,
  retryDelays: [100, 300, 900, 2000],
  onProgress: (sent) => {
    if (given.stopAfter && sent >= given.stopAfter) {
      upload.abort().then(() => tell({ outcome: 'stopped' }))
    }
  },
  onError: (error) => tell({ outcome: 'error', message: String(error) }),
  onSuccess: () => tell({ outcome: 'success' }),
})

function tell(what) {
  process.stdout.write(JSON.stringify({ ...what, url: upload.url }) + '\n', () => process.exit())
}

upload.start()
