import { Hono } from 'hono'
import { timestamp } from './clock.ts'
import { digestOf, fileContent } from './content.ts'
import { answerWith, crashAnswer, exchange } from './exchange.ts'
import type { Exchanges, ServerContext, ServerEnv, StatusFault } from './exchange.ts'
import type { Profile } from './profile.ts'
import { digestTextOf, jobBackendId, runBackendId } from './render-runs.ts'
import type { Signer } from './signed-url.ts'
import { downloadUrl, uploadPath } from './storage.ts'
import { bearerOf } from './tokens.ts'
import type { RuntimeGrant, Tokens } from './tokens.ts'
import type { Uploads } from './uploads.ts'
import type { WireAnswer } from './wire.ts'
import { textBody } from './wire.ts'
import { isExpired } from './world.ts'
import type { Artifact } from './world.ts'

export interface ResultsOptions {
  readonly profile: Profile
  readonly tokens: Tokens
  readonly signer: Signer
  readonly uploads: Uploads
  readonly exchanges: Exchanges
}

/** Twirp's error codes and their statuses. */
const codes = {
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  already_exists: 409,
  invalid_argument: 400,
  malformed: 400,
  bad_route: 404,
} as const

class TwirpFailure extends Error {
  override readonly name = 'TwirpFailure'
  readonly code: keyof typeof codes

  constructor(code: keyof typeof codes, message: string) {
    super(message)
    this.code = code
  }
}

type Fields = Readonly<Record<string, unknown>>

interface Call {
  readonly options: ResultsOptions
  readonly grant: RuntimeGrant
  readonly fields: Fields
  readonly pending: Map<string, PendingUpload>
}

interface PendingUpload {
  readonly id: number
  readonly contentType: string
  readonly expiresAt: number | null
  readonly createdAt: number
}

const uploadLifetimeMs = 3_600_000
const dayMs = 86_400_000

/** The five calls of @actions/artifact, in Twirp's JSON with the names of the proto file. */
const methods: Readonly<Record<string, (call: Call) => object | Promise<object>>> = {
  CreateArtifact: createArtifact,
  FinalizeArtifact: finalizeArtifact,
  ListArtifacts: listArtifacts,
  GetSignedArtifactURL: getSignedUrl,
  DeleteArtifact: deleteArtifact,
}

export function resultsApp(options: ResultsOptions): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  const pending = new Map<string, PendingUpload>()
  app.onError(crashAnswer)
  app.use(exchange(options.exchanges, { origin: 'results', refusal: statusFault, admit: null }))
  app.post('/twirp/github.actions.results.api.v1.ArtifactService/:method', async (context) =>
    answerWith(context, await answerTo(options, context, pending)),
  )
  app.notFound((context) =>
    answerWith(
      context as ServerContext,
      failureAnswer(new TwirpFailure('bad_route', 'no handler for this path')),
    ),
  )
  return app
}

function statusFault(fault: StatusFault): WireAnswer {
  const wait: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) }
  return json(
    fault.status,
    { code: 'internal', msg: fault.message ?? 'internal error' },
    { ...wait, ...fault.headers },
  )
}

async function answerTo(
  options: ResultsOptions,
  context: ServerContext,
  pending: Map<string, PendingUpload>,
): Promise<WireAnswer> {
  try {
    const token = bearerOf(context.get('log').headers.authorization)
    const grant = token === null ? null : options.tokens.runtime(token)
    if (grant === null) throw new TwirpFailure('unauthenticated', 'invalid runtime token')
    const method = methods[context.req.param('method') ?? '']
    if (method === undefined) throw new TwirpFailure('bad_route', 'no such method')
    const fields = parseFields(await context.req.text())
    checkIds(grant, fields)
    return json(200, await method({ options, grant, fields, pending }), {})
  } catch (error) {
    if (error instanceof TwirpFailure) return failureAnswer(error)
    throw error
  }
}

function parseFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  } catch {
    // Reported below, as any other body that is no object.
  }
  throw new TwirpFailure('malformed', 'the body is no JSON object')
}

/** The ids in a request must be of the run that the token is for; artifacts of an earlier attempt carry their own. */
function checkIds(grant: RuntimeGrant, fields: Fields): void {
  const allowed = grant.run.attempts.map((attempt) => runBackendId(grant.run.id, attempt.number))
  const given = fields['workflow_run_backend_id']
  if (typeof given !== 'string' || !allowed.includes(given)) {
    throw new TwirpFailure('permission_denied', 'the token is for another workflow run')
  }
}

function textField(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '')
    throw new TwirpFailure('invalid_argument', `${name} is required`)
  return value
}

const optionalText = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Artifacts of the run that this token may see, newest first. */
function visible({ options, grant }: Call): readonly Artifact[] {
  const { run, attempt } = grant
  return run.repository.artifacts
    .listBy(run.id)
    .filter(
      (artifact) =>
        !isExpired(artifact) && (options.profile.resultsScope === 'run' || artifact.attempt === attempt),
    )
}

const pendingKey = ({ grant }: Call, name: string): string => `${grant.run.id}/${grant.attempt}/${name}`

function createArtifact(call: Call): object {
  const { options, grant, fields, pending } = call
  const name = textField(fields, 'name')
  const isTaken = grant.run.repository.artifacts
    .listBy(grant.run.id)
    .some((artifact) => artifact.name === name && artifact.attempt === grant.attempt)
  if (isTaken || pending.has(pendingKey(call, name))) {
    throw new TwirpFailure('already_exists', 'an artifact with this name already exists on the workflow run')
  }
  const { world } = grant.run.repository
  const expiresAt = optionalText(fields['expires_at'])
  const upload: PendingUpload = {
    id: world.nextId('artifact'),
    contentType: optionalText(fields['mime_type']) ?? 'application/zip',
    expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
    createdAt: world.clock.now(),
  }
  pending.set(pendingKey(call, name), upload)
  const url = options.signer.sign({ path: uploadPath(upload.id), action: 'cw', lifetimeMs: uploadLifetimeMs })
  return { ok: true, signed_upload_url: url }
}

async function finalizeArtifact(call: Call): Promise<object> {
  const { options, grant, fields, pending } = call
  const name = textField(fields, 'name')
  const upload = pending.get(pendingKey(call, name))
  const file = upload === undefined ? null : options.uploads.fileOf(upload.id)
  if (upload === undefined || file === null)
    throw new TwirpFailure('not_found', `no upload of ${name} has begun`)
  const content = fileContent(file)
  if (Number(fields['size']) !== content.sizeBytes) {
    throw new TwirpFailure(
      'invalid_argument',
      `size is ${String(fields['size'])}, ${content.sizeBytes} bytes came`,
    )
  }
  const digest = await digestOf(content)
  const hash = optionalText(fields['hash'])
  if (hash !== null && hash !== digest) throw new TwirpFailure('invalid_argument', 'the hash does not match')
  pending.delete(pendingKey(call, name))
  const { run, attempt } = grant
  const isZip = upload.contentType === 'application/zip'
  run.repository.artifacts.add({
    repository: run.repository,
    run,
    attempt,
    id: upload.id,
    name,
    content,
    contentType: upload.contentType,
    fileName: isZip && !name.endsWith('.zip') ? `${name}.zip` : name,
    createdAt: upload.createdAt,
    expiresAt: upload.expiresAt ?? upload.createdAt + run.repository.retentionDays * dayMs,
    isExpired: false,
    digest: hash === null ? null : digest,
  })
  return { ok: true, artifact_id: String(upload.id) }
}

async function listArtifacts(call: Call): Promise<object> {
  const { grant, fields } = call
  const name = optionalText(fields['name_filter'])
  const id = optionalText(fields['id_filter'])
  const artifacts = visible(call).filter(
    (artifact) => (name === null || artifact.name === name) && (id === null || String(artifact.id) === id),
  )
  return {
    artifacts: await Promise.all(
      artifacts.map(async (artifact) => {
        const digest = await digestTextOf(artifact)
        return {
          workflow_run_backend_id: runBackendId(grant.run.id, artifact.attempt),
          workflow_job_run_backend_id: jobBackendId(grant.run.id, artifact.attempt),
          database_id: String(artifact.id),
          name: artifact.name,
          size: String(artifact.content.sizeBytes),
          created_at: timestamp(artifact.createdAt),
          ...(digest === null ? {} : { digest }),
        }
      }),
    ),
  }
}

/** The newest of that name in the attempt that the ids name. */
function artifactOf(call: Call): Artifact {
  const name = textField(call.fields, 'name')
  const backendId = textField(call.fields, 'workflow_run_backend_id')
  const found = visible(call).find(
    (artifact) => artifact.name === name && runBackendId(call.grant.run.id, artifact.attempt) === backendId,
  )
  if (found === undefined) throw new TwirpFailure('not_found', 'artifact not found')
  return found
}

function getSignedUrl(call: Call): object {
  const { options } = call
  return { signed_url: downloadUrl(options.signer, artifactOf(call), options.profile.signedUrlMs) }
}

function deleteArtifact(call: Call): object {
  const artifact = artifactOf(call)
  artifact.repository.artifacts.delete(artifact.id)
  return { ok: true, artifact_id: String(artifact.id) }
}

const json = (status: number, value: object, headers: Readonly<Record<string, string>>): WireAnswer => ({
  status,
  headers: { ...headers, 'content-type': 'application/json' },
  body: textBody(JSON.stringify(value)),
})

const failureAnswer = (failure: TwirpFailure): WireAnswer =>
  json(codes[failure.code], { code: failure.code, msg: failure.message }, {})
