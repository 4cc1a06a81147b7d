export const id = 86;
export const ids = [86];
export const modules = {

/***/ 49086:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runFetch: () => (/* binding */ runFetch)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
var external_node_fs_default = /*#__PURE__*/__webpack_require__.n(external_node_fs_);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
var external_node_path_default = /*#__PURE__*/__webpack_require__.n(external_node_path_);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./src/text/format.ts
var format = __webpack_require__(98488);
;// CONCATENATED MODULE: ./src/archive/node-errors.ts
/** The code of an error of Node (`ENOSPC`); empty when it has none. */
const codeOf = (error) => typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
/** What an error says, whatever was thrown. */
const messageOf = (error) => typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
    ? error.message
    : String(error);
/** What was thrown if it is an Error, else an Error about it. */
const errorOf = (thrown) => isError(thrown) ? thrown : new Error(messageOf(thrown), { cause: thrown });
/** By its shape: what Node throws is of another realm than the code of a test. */
const isError = (value) => typeof value === 'object' && value !== null && 'message' in value && 'stack' in value;

;// CONCATENATED MODULE: ./src/archive/file-errors.ts




/** Errors of the system are told by their codes (`ENOSPC`); those of Node itself begin with `ERR_`. */
const isFileFault = (error) => /^E(?!RR_)[A-Z0-9]+$/.test(codeOf(error));
/** Says what the file system refused, where, and what helps. */
function explainFileFault(fault, situation) {
    const { folder } = situation;
    const failed = (why, hint) => new errors/* UserError */.yo(`Cannot ${situation.action}: ${why}.`, { hint, cause: fault });
    switch (fault.code) {
        case 'ENOSPC':
        case 'EDQUOT':
            return failed(`no space is left (${spaceIn(situation)})`, 'Set `path` to a folder on a larger disk, fetch less (`name`, `files`), or free some space before this step.');
        case 'EACCES':
        case 'EPERM':
        case 'EROFS':
            return failed(`${folder} may not be written (${fault.message})`, 'Set `path` to a folder that the runner may write; one that an earlier container step made may belong to root.');
        case 'ENAMETOOLONG':
            return failed(`a path is too long for the file system (${fault.message})`, 'Set a shorter `path`.');
        case 'EEXIST':
            return failed(`the file system takes two of its names for one (${fault.message})`, 'Rename one of the files in the job that uploads them.');
        case 'ENOTDIR':
        case 'EISDIR':
            return failed(`there is a file where a folder should be, or the other way round (${fault.message})`, 'Remove it before this step, or set another `path`.');
        case 'EMFILE':
        case 'ENFILE':
            return failed('too many files are open on this machine', 'Raise its limit of open files (`ulimit -n`).');
        default:
            return failed(fault.message, 'Look at the disk of the runner.');
    }
}
function spaceIn({ folder, neededBytes }) {
    const needed = `this fetch extracts ${(0,format/* formatBytes */.z3)(neededBytes)}`;
    try {
        const { bavail, bsize } = (0,external_node_fs_.statfsSync)(folder);
        return `${needed}, ${(0,format/* formatBytes */.z3)(bavail * bsize)} are free in ${folder}`;
    }
    catch {
        return `${needed} to ${folder}`;
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./src/archive/move-file.ts





/** Virus scanners and indexers of Windows hold new files open for a moment. */
const BUSY_CODES = new Set(['EPERM', 'EACCES', 'EBUSY']);
const BUSY_TRIES = 10;
const BUSY_WAIT_MS = 50;
function createMover(scratch) {
    const executableMode = modeOfNewExecutable(scratch.path);
    let links = 0;
    return {
        makeExecutable: (stagedPath) => external_node_fs_default().chmodSync(stagedPath, executableMode),
        async moveFile(from, to) {
            for (let attempt = 1;; attempt += 1) {
                try {
                    external_node_fs_default().renameSync(from, to);
                    return;
                }
                catch (error) {
                    const code = codeOf(error);
                    if (code === 'EXDEV') {
                        copyInto(from, to);
                        return;
                    }
                    if (process.platform !== 'win32' || attempt === BUSY_TRIES || !BUSY_CODES.has(code))
                        throw error;
                    await (0,external_node_timers_promises_.setTimeout)(BUSY_WAIT_MS * attempt);
                }
            }
        },
        moveFolder(from, to) {
            try {
                external_node_fs_default().renameSync(from, to);
                return true;
            }
            catch {
                // Another file system, or something in it is open: its files are moved one by one.
                return false;
            }
        },
        makeLink(target, to) {
            links += 1;
            const waiting = external_node_path_default().join(scratch.path, `link-${links}`);
            const type = linkType(target, to);
            external_node_fs_default().symlinkSync(target, waiting, type);
            try {
                external_node_fs_default().renameSync(waiting, to);
            }
            catch (error) {
                if (codeOf(error) !== 'EXDEV')
                    throw error;
                const beside = temporaryBeside(to);
                external_node_fs_default().symlinkSync(target, beside, type);
                external_node_fs_default().renameSync(beside, to);
            }
        },
    };
}
/** Windows has two kinds, and cannot tell them where a link waits; other systems do not care. */
function linkType(target, place) {
    try {
        return external_node_fs_default().statSync(external_node_path_default().resolve(external_node_path_default().dirname(place), target)).isDirectory() ? 'dir' : 'file';
    }
    catch {
        return 'file';
    }
}
/** What the umask leaves of 0777; asked of the file system, as reading the umask means setting it. */
function modeOfNewExecutable(folder) {
    const probe = external_node_path_default().join(folder, 'mode-probe');
    external_node_fs_default().closeSync(external_node_fs_default().openSync(probe, 'w', 0o777));
    const { mode } = external_node_fs_default().statSync(probe);
    external_node_fs_default().rmSync(probe);
    return mode & 0o777;
}
/** Across file systems (a mount below the target): a copy beside the place, then a rename. */
function copyInto(from, to) {
    const beside = temporaryBeside(to);
    try {
        external_node_fs_default().copyFileSync(from, beside, (external_node_fs_default()).constants.COPYFILE_EXCL);
        external_node_fs_default().renameSync(beside, to);
    }
    catch (error) {
        external_node_fs_default().rmSync(beside, { force: true });
        throw error;
    }
}
const temporaryBeside = (place) => external_node_path_default().join(external_node_path_default().dirname(place), `.actions-steward-${(0,external_node_crypto_.randomBytes)(6).toString('hex')}.tmp`);

;// CONCATENATED MODULE: ./src/archive/entry-path.ts

/** NAME_MAX of ext4, xfs, btrfs, APFS (bytes); NTFS has the same number in UTF-16 units. */
const MAX_COMPONENT = 255;
/** PATH_MAX of Linux. */
const MAX_PATH_BYTES = 4096;
/** Room for `.zip`, a number or a staging suffix within MAX_COMPONENT. */
const MAX_SAFE_NAME_BYTES = 200;
const MAX_KEPT_EXTENSION_BYTES = 16;
/** Device names that Windows finds in any folder and with any extension; ¹²³ count as digits there. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?: *\.|$)/i;
const WINDOWS_FORBIDDEN = /[<>:"|?*]/;
// C0, DEL, C1 and the line separators: no file needs them, and in a log they forge lines and colours.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Code points that HFS+ and APFS leave out when they compare names. */
const IGNORED_BY_APPLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
/**
 * Proves that a path of an archive (`/` between its parts, no `/` at its end) stays inside its folder and means
 * the same on every system, or says in a phrase why it is refused ("has a \"..\" part").
 */
function checkEntryPath(path, rules) {
    const problem = problemOfPath(path, rules);
    return problem === null ? { ok: true, parts: path.split('/') } : { ok: false, problem };
}
/** As checkEntryPath, for many: the problem, or null. */
function problemOfPath(path, rules) {
    const wholeProblem = problemOfWhole(path);
    if (wholeProblem !== null)
        return wholeProblem;
    for (let start = 0; start <= path.length;) {
        const slash = path.indexOf('/', start);
        const end = slash === -1 ? path.length : slash;
        const problem = problemOfPart(path.slice(start, end), rules);
        if (problem !== null)
            return problem;
        start = end + 1;
    }
    return null;
}
function problemOfWhole(path) {
    if (path === '')
        return 'is empty';
    if (Buffer.byteLength(path) >= MAX_PATH_BYTES)
        return `is longer than ${MAX_PATH_BYTES} bytes`;
    if (path.includes('\0'))
        return 'holds a NUL';
    if (CONTROL.test(path))
        return 'holds a control character';
    if (path.includes('\\'))
        return 'holds a backslash';
    if (path.startsWith('/'))
        return 'is absolute';
    if (/^[a-z]:/i.test(path))
        return 'starts with a drive letter';
    if (!path.isWellFormed())
        return 'is not valid Unicode';
    return null;
}
function problemOfPart(part, rules) {
    if (part === '')
        return 'has an empty part';
    if (part === '.' || part === '..')
        return `has a "${part}" part`;
    if (isTooLong(part, rules.platform))
        return `has a part longer than ${MAX_COMPONENT} bytes`;
    if (!rules.allowsGit && isGitFolder(part))
        return 'is in a ".git" folder';
    return rules.platform === 'win32' ? windowsProblem(part) : null;
}
const isTooLong = (part, platform) => 
// Three bytes a UTF-16 unit at most: short names need no counting.
part.length * 3 > MAX_COMPONENT &&
    (platform === 'win32' ? part.length : Buffer.byteLength(part)) > MAX_COMPONENT;
function windowsProblem(part) {
    if (part.includes(':'))
        return 'holds a colon, which names a hidden stream on Windows';
    if (WINDOWS_FORBIDDEN.test(part))
        return 'holds a character that Windows forbids';
    if (WINDOWS_DEVICE.test(part))
        return 'is a device name on Windows';
    if (/[. ]$/.test(part))
        return 'has a part that ends in a dot or a space, which Windows drops';
    return null;
}
/**
 * Whether some file system takes a component for `.git`: whatever its case, NTFS's short name and alternate
 * streams, dots and spaces that Windows drops, and code points that Apple ignores. (git's own list.)
 */
function isGitFolder(part) {
    if (!/g/i.test(part))
        return false;
    const bare = part.replace(IGNORED_BY_APPLE, '').toLowerCase();
    return /^(?:\.git|git~1)[. ]*(?::.*)?$/.test(bare);
}
/**
 * One component out of a hostile name (of an artifact, or in a Content-Disposition), the same on every system:
 * never empty, `.`, `..`, `.git` or a device; at most 200 bytes. Separators and characters that some system
 * forbids become `_`; a name that is cut ends in eight digits of its hash, so that two long ones stay apart.
 */
function safeFileName(name) {
    const plain = name
        .toWellFormed()
        .normalize('NFC')
        .replace(new RegExp(CONTROL, 'g'), '_')
        .replace(/[/\\<>:"|?*]/g, '_')
        .replace(/^ +/, '')
        .replace(/[. ]+$/, (end) => '_'.repeat(Math.min(end.length, 2)));
    const named = plain === '' ? '_' : plain;
    const safe = WINDOWS_DEVICE.test(named) || isGitFolder(named) ? `_${named}` : named;
    return Buffer.byteLength(safe) > MAX_SAFE_NAME_BYTES ? shortened(safe, name) : safe;
}
function shortened(safe, original) {
    const hash = (0,external_node_crypto_.createHash)('sha256').update(original).digest('hex').slice(0, 8);
    const extension = extensionOf(safe);
    const room = MAX_SAFE_NAME_BYTES - hash.length - 1 - Buffer.byteLength(extension);
    return `${cutToBytes(safe, room)}~${hash}${extension}`;
}
function extensionOf(name) {
    const extension = /\.[^. ]+$/.exec(name)?.[0] ?? '';
    return Buffer.byteLength(extension) <= MAX_KEPT_EXTENSION_BYTES ? extension : '';
}
/** Cuts between code points. */
function cutToBytes(text, maxBytes) {
    let bytes = 0;
    let end = 0;
    for (const character of text) {
        bytes += Buffer.byteLength(character);
        if (bytes > maxBytes)
            break;
        end += character.length;
    }
    return text.slice(0, end);
}

;// CONCATENATED MODULE: ./src/archive/failures.ts
/**
 * What is wrong with the bytes of an archive, before it is known whose they are. `corrupt`: they are not what
 * was uploaded, or the uploader wrote nonsense, so one clean download more may mend it. `refused`: they say
 * clearly what we will not do. `capped`: nothing is wrong with them, but they are more than the caps allow.
 */
class ArchiveError extends Error {
    name = 'ArchiveError';
    kind;
    constructor(kind, message) {
        super(message);
        this.kind = kind;
    }
}
const corrupt = (message) => new ArchiveError('corrupt', message);
const refused = (message) => new ArchiveError('refused', message);
const capped = (message) => new ArchiveError('capped', message);
/** Longest part of a hostile name that a message shows. */
const MAX_SHOWN_NAME = 200;
/** A hostile name for a message: quoted, on one line, bounded. */
const quoted = (name) => JSON.stringify(name.length > MAX_SHOWN_NAME ? `${name.slice(0, MAX_SHOWN_NAME)}…` : name);

;// CONCATENATED MODULE: ./src/archive/link-target.ts

/** PATH_MAX of Linux, less its NUL. */
const MAX_LINK_BYTES = 4095;
/**
 * Proves that a symlink stays inside the archive's tree, or says in a phrase why it is refused. `..` is allowed
 * only in front: after a name it would depend on where that name, perhaps another link, leads. So, as no entry
 * lies behind a link, a chain of links that all pass stays inside too.
 *
 * @param linkParts the proven path of the link itself
 * @param target what the link holds
 */
function checkLinkTarget(linkParts, target, rules) {
    const problem = problemOfForm(target);
    if (problem !== null)
        return { ok: false, problem };
    const steps = target.split('/').filter((step) => step !== '' && step !== '.');
    const ups = steps.findIndex((step) => step !== '..');
    const upCount = ups === -1 ? steps.length : ups;
    const names = steps.slice(upCount);
    if (names.includes('..'))
        return { ok: false, problem: 'has ".." after a name' };
    if (upCount > linkParts.length - 1)
        return { ok: false, problem: 'leaves the archive' };
    const parts = [...linkParts.slice(0, linkParts.length - 1 - upCount), ...names];
    return parts.length === 0 ? { ok: true, parts } : checkEntryPath(parts.join('/'), rules);
}
function problemOfForm(target) {
    if (target === '')
        return 'is empty';
    if (Buffer.byteLength(target) > MAX_LINK_BYTES)
        return `is longer than ${MAX_LINK_BYTES} bytes`;
    if (target.startsWith('/'))
        return 'is absolute';
    if (target.includes('\\'))
        return 'holds a backslash';
    if (/^[a-z]:/i.test(target))
        return 'starts with a drive letter';
    return null;
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
var external_node_zlib_default = /*#__PURE__*/__webpack_require__.n(external_node_zlib_);
;// CONCATENATED MODULE: ./src/archive/zip-fields.ts


/** Fixed part of an entry of the central directory (PKWARE APPNOTE 6.3.10, 4.3.12). */
const ENTRY_BYTES = 46;
/** Fixed part of a local header (4.3.7). */
const LOCAL_HEADER_BYTES = 30;
const UNICODE_PATH_EXTRA = 0x7075;
/** A number of 64 bits. Throws when it is larger than any file. */
function readSafeInteger(bytes, at) {
    const value = bytes.readBigUInt64LE(at);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
        throw corrupt('names a size or a place beyond any file (Zip64)');
    return Number(value);
}
/** The first extra field of a kind. Up to three bytes of padding at the end are common and harmless. */
function findExtra(extra, kind) {
    for (let at = 0; at + 4 <= extra.length;) {
        const end = at + 4 + extra.readUInt16LE(at + 2);
        if (end > extra.length)
            return null;
        if (extra.readUInt16LE(at) === kind)
            return extra.subarray(at + 4, end);
        at = end;
    }
    return null;
}
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** APPNOTE appendix D: UTF-8 where a flag or the Unicode field says so, else the original IBM code page. */
function decodeName(name, how) {
    const unicode = findExtra(how.extra, UNICODE_PATH_EXTRA);
    const hasUnicode = unicode !== null && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === (0,external_node_zlib_.crc32)(name);
    if (hasUnicode)
        return decodeUtf8(unicode.subarray(5));
    return how.isUtf8 ? decodeUtf8(name) : decodeCodePage437(name);
}
function decodeUtf8(bytes) {
    try {
        return utf8.decode(bytes);
    }
    catch {
        throw refused(`has a name that is not valid UTF-8: ${quoted(bytes.toString('latin1'))}`);
    }
}
const CODE_PAGE_437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const decodeCodePage437 = (bytes) => Array.from(bytes, (byte) => byte < 0x80 ? String.fromCharCode(byte) : CODE_PAGE_437.charAt(byte - 0x80)).join('');

;// CONCATENATED MODULE: ./src/archive/zip-directory.ts


/** PKWARE APPNOTE 6.3.10, 4.3.12; the flags are in 4.4.4. */
const ENTRY_SIGNATURE = 0x02014b50;
const UINT32_MAX = 0xffffffff;
const FLAG_ENCRYPTED = 1 << 0;
const FLAG_PATCH = 1 << 5;
const FLAG_STRONG_ENCRYPTION = 1 << 6;
const FLAG_UTF8 = 1 << 11;
const FLAG_MASKED_HEADERS = 1 << 13;
// eslint-disable-next-line no-control-regex
const NOT_ASCII = /[^\u0000-\u007f]/;
const ZIP64_EXTRA = 0x0001;
/** High byte of "version made by" for systems whose external attributes hold a Unix mode (Unix, macOS). */
const UNIX_SYSTEMS = new Set([3, 19]);
const MODE_TYPE = 0o170000;
const MODE_FOLDER = 0o040000;
const MODE_REGULAR = 0o100000;
const MODE_SYMLINK = 0o120000;
const MODE_EXECUTABLE = 0o111;
/** Deflate cannot do better than 258 bytes for two bits. */
const MAX_DEFLATE_RATIO = 1032;
/**
 * Reads a whole central directory. Checks what can be checked without the rest of the file: that every entry lies
 * before the directory, that no two overlap, that nothing precedes the first, and that no size is impossible.
 */
function readDirectory(bytes, location) {
    const count = location.entryCount;
    const positions = new Uint32Array(count);
    const places = new Float64Array(count);
    const ends = new Float64Array(count);
    let at = 0;
    for (let index = 0; index < count; index += 1) {
        if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) {
            throw corrupt(`has a broken directory (entry ${index + 1} of ${count})`);
        }
        const entry = readEntry(bytes, at);
        positions[index] = at;
        places[index] = entry.headerOffset;
        ends[index] = leastEnd(entry);
        at = endOfRecord(bytes, at);
    }
    if (at !== bytes.length)
        throw refused('has bytes behind the last entry of its directory');
    const directory = {
        count,
        entry: (index) => readEntry(bytes, positions[index] ?? 0),
        byPlace: sortedBy(places),
    };
    rejectOverlaps(directory, { places, ends, limit: location.offset });
    return directory;
}
/** The least that an entry takes: its local header, with its name, and its data. */
const leastEnd = (entry) => entry.headerOffset + LOCAL_HEADER_BYTES + entry.rawName.length + entry.compressedBytes;
/** The numbers of the values in their order; as a rule they are in order already. */
function sortedBy(values) {
    const order = Uint32Array.from(values.keys());
    const isSorted = values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0));
    return isSorted ? order : order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}
const endOfRecord = (bytes, at) => at + ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
function readEntry(directory, at) {
    const flags = directory.readUInt16LE(at + 8);
    const nameAt = at + ENTRY_BYTES;
    const extraAt = nameAt + directory.readUInt16LE(at + 28);
    const commentAt = extraAt + directory.readUInt16LE(at + 30);
    if (endOfRecord(directory, at) > directory.length)
        throw corrupt('has a broken directory (an entry is longer than what is left)');
    const rawName = directory.toString('latin1', nameAt, extraAt);
    const extra = directory.subarray(extraAt, commentAt);
    const name = NOT_ASCII.test(rawName)
        ? decodeName(directory.subarray(nameAt, extraAt), { isUtf8: (flags & FLAG_UTF8) !== 0, extra })
        : rawName;
    if (directory.readUInt16LE(at + 34) !== 0)
        throw refused('is one part of a zip that is split over several files');
    if ((flags & FLAG_PATCH) !== 0)
        throw refused(`holds patch data (entry ${quoted(name)})`);
    const kind = kindOf(directory, at, name);
    const entry = {
        path: name.endsWith('/') ? name.slice(0, -1) : name,
        rawName,
        kind,
        isExecutable: kind === 'file' && (modeOf(directory, at) & MODE_EXECUTABLE) !== 0,
        isEncrypted: (flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS)) !== 0,
        method: directory.readUInt16LE(at + 10),
        crc32: directory.readUInt32LE(at + 16),
        compressedBytes: directory.readUInt32LE(at + 20),
        sizeBytes: directory.readUInt32LE(at + 24),
        headerOffset: directory.readUInt32LE(at + 42),
    };
    applyZip64(entry, extra);
    rejectImpossibleSizes(entry);
    return entry;
}
/** Sizes and place that do not fit 32 bits are in the Zip64 field, in this order. */
function applyZip64(entry, extra) {
    const { sizeBytes, compressedBytes, headerOffset } = entry;
    if (sizeBytes !== UINT32_MAX && compressedBytes !== UINT32_MAX && headerOffset !== UINT32_MAX)
        return;
    const zip64 = findExtra(extra, ZIP64_EXTRA);
    if (zip64 === null)
        return;
    let taken = 0;
    const resolve = (value) => {
        if (value !== UINT32_MAX)
            return value;
        if (taken + 8 > zip64.length)
            throw corrupt('has an entry with an incomplete Zip64 field');
        taken += 8;
        return readSafeInteger(zip64, taken - 8);
    };
    entry.sizeBytes = resolve(sizeBytes);
    entry.compressedBytes = resolve(compressedBytes);
    entry.headerOffset = resolve(headerOffset);
}
const modeOf = (directory, at) => UNIX_SYSTEMS.has(directory.readUInt16LE(at + 4) >>> 8) ? directory.readUInt32LE(at + 38) >>> 16 : 0;
function kindOf(directory, at, name) {
    const type = modeOf(directory, at) & MODE_TYPE;
    const isNamedAsFolder = name.endsWith('/');
    if (type === MODE_SYMLINK && !isNamedAsFolder)
        return 'symlink';
    if (type !== 0 && type !== (isNamedAsFolder ? MODE_FOLDER : MODE_REGULAR))
        return 'special';
    return isNamedAsFolder ? 'folder' : 'file';
}
function rejectImpossibleSizes(entry) {
    const { compressedBytes, sizeBytes, method } = entry;
    const isImpossible = (method === 0 && compressedBytes !== sizeBytes && !entry.isEncrypted) ||
        (method === 8 && sizeBytes > compressedBytes * MAX_DEFLATE_RATIO) ||
        (entry.kind === 'folder' && sizeBytes !== 0);
    if (isImpossible) {
        throw corrupt(`says that ${quoted(entry.path)} is ${sizeBytes} bytes out of ${compressedBytes}, which cannot be`);
    }
}
/** Entries that share bytes are how small zips become huge ones; upload tools never write them. */
function rejectOverlaps(directory, extents) {
    const { places, ends, limit } = extents;
    const { byPlace } = directory;
    const nameOf = (index) => quoted(directory.entry(index).path);
    const first = byPlace[0];
    if ((first === undefined ? limit : places[first]) !== 0)
        throw refused('has bytes in front of its first entry');
    byPlace.forEach((index, order) => {
        const end = ends[index] ?? 0;
        const next = byPlace[order + 1];
        if (end > limit)
            throw corrupt(`has an entry that runs into the directory: ${nameOf(index)}`);
        if (next !== undefined && end > (places[next] ?? 0)) {
            throw refused(`has entries that overlap: ${nameOf(index)} and ${nameOf(next)}`);
        }
    });
}

;// CONCATENATED MODULE: ./src/archive/plan-entries.ts




/** The local header's extra field, whose length is in no directory, and the longest data descriptor. */
const MAX_LOCAL_SURPLUS = 0xffff + 24;
const METHOD_NAMES = {
    1: 'Shrink',
    6: 'Implode',
    9: 'Deflate64',
    12: 'bzip2',
    14: 'LZMA',
    93: 'Zstandard',
    95: 'xz',
    98: 'PPMd',
};
/**
 * Decides what of an archive is extracted. Throws an ArchiveError that names the entry when any entry, wanted or
 * not, has a path that we refuse, or when a wanted one cannot be read.
 */
function planEntries(directory, rules) {
    const { wantsEntry } = rules;
    const tree = createTree(directory, rules);
    for (let index = 0; index < directory.count; index += 1)
        tree.add(index);
    const indexes = [];
    const ends = [];
    let sizeBytes = 0;
    let compressedBytes = 0;
    let nextPlace = rules.directoryOffset;
    // From the last to the first, as an entry ends where the next one begins.
    for (const index of directory.byPlace.toReversed()) {
        const entry = directory.entry(index);
        if (entry.kind === 'folder' || tree.isFolder(entry))
            continue;
        const limit = nextPlace;
        nextPlace = entry.headerOffset;
        if (wantsEntry !== null && !wantsEntry(entry.path))
            continue;
        rejectUnreadable(entry, rules);
        indexes.push(index);
        ends.push(Math.min(limit, leastEnd(entry) + MAX_LOCAL_SURPLUS));
        sizeBytes += entry.sizeBytes;
        compressedBytes += entry.compressedBytes;
    }
    const count = indexes.length;
    return {
        count,
        at(order) {
            const index = indexes[count - 1 - order];
            if (index === undefined)
                return null;
            const entry = directory.entry(index);
            return { entry, kind: entry.kind === 'symlink' ? 'symlink' : 'file', end: ends[count - 1 - order] ?? 0 };
        },
        emptyFolders: wantsEntry === null ? tree.emptyFolders() : [],
        sizeBytes,
        compressedBytes,
    };
}
function rejectUnreadable(entry, rules) {
    const problem = problemOf(entry, rules);
    if (problem !== null)
        throw refused(`${problem}: ${quoted(entry.path)}`);
}
function problemOf(entry, rules) {
    if (entry.isEncrypted)
        return 'holds an encrypted entry';
    if (entry.method !== 0 && entry.method !== 8) {
        const method = METHOD_NAMES[entry.method] ?? `method ${entry.method}`;
        return `holds an entry compressed with ${method}, which is not supported`;
    }
    if (entry.kind === 'file')
        return null;
    if (entry.kind !== 'symlink')
        return 'holds something that is no file, folder or symlink';
    if (rules.isUntrusted)
        return 'comes from a fork and holds a symlink';
    return entry.sizeBytes > MAX_LINK_BYTES ? 'holds a symlink with an endless target' : null;
}
/** The files and folders that an archive names, and every way in which two of them cannot both be there. */
function createTree(directory, rules) {
    const fold = rules.foldsCase ? foldCase : (path) => path;
    /** Numbers of entries: to keep the entries themselves would keep them all in memory. */
    const files = new Map();
    const folders = new Map();
    const named = new Set();
    const filled = new Set();
    const rejectBoth = (path, file) => {
        // @actions/artifact writes a folder that it is given as an empty file without a slash.
        if (file.kind === 'file' && file.sizeBytes === 0 && file.path === path)
            return;
        throw refused(file.kind === 'symlink'
            ? `holds a path that leads through a symlink: ${quoted(path)}`
            : `has ${quoted(path)} as a file and as a folder`);
    };
    const claimFolder = (path) => {
        const key = fold(path);
        const other = folders.get(key);
        if (other !== undefined && other !== path)
            throw collision(path, other);
        const file = files.get(key);
        if (file !== undefined)
            rejectBoth(path, directory.entry(file));
        folders.set(key, path);
        if (folders.size > rules.maxFolders)
            throw refused(`names more than ${rules.maxFolders} folders`);
    };
    /** Claims the folders above a path; stops at the first that is known, as those above it are known too. */
    const claimParents = (path) => {
        for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            const parent = path.slice(0, slash);
            if (filled.has(parent))
                return;
            filled.add(parent);
            claimFolder(parent);
        }
    };
    const claimFile = (entry, index) => {
        const { path } = entry;
        const key = fold(path);
        const known = files.get(key);
        if (known !== undefined) {
            const other = directory.entry(known).path;
            throw other === path ? refused(`names ${quoted(path)} twice`) : collision(path, other);
        }
        files.set(key, index);
        if (folders.has(key))
            rejectBoth(path, entry);
    };
    return {
        add(index) {
            const entry = directory.entry(index);
            const { path } = entry;
            const problem = problemOfPath(path, rules);
            if (problem !== null)
                throw refused(`holds an entry whose path ${problem}: ${quoted(path)}`);
            if (entry.kind === 'folder') {
                named.add(path);
                claimFolder(path);
            }
            else
                claimFile(entry, index);
            claimParents(path);
        },
        isFolder: (entry) => folders.has(fold(entry.path)),
        emptyFolders: () => [...named].filter((path) => !filled.has(path)),
    };
}
const collision = (path, other) => refused(`holds ${quoted(other)} and ${quoted(path)}, which are one name on this file system`);
/** One key for all spellings that NTFS, APFS or HFS+ may take for the same name. */
const foldCase = (path) => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

;// CONCATENATED MODULE: ./src/archive/plan-publish.ts




/**
 * The folders of a plan, parents before children, each once. Throws a UserError when a path is not one that may be
 * written, or when two files, or a file and a folder, want the same place.
 */
function planFolders(plan, rules) {
    const fold = rules.foldsCase ? foldCase : (path) => path;
    const folders = new Map();
    const files = new Map();
    const folderAt = (path) => {
        const key = fold(path);
        const known = folders.get(key);
        if (known !== undefined)
            return known;
        // Parents first: a Map keeps the order of insertion.
        if (path !== '')
            folderAt(parentOf(path));
        const folder = { path, files: [] };
        folders.set(key, folder);
        return folder;
    };
    folderAt('');
    for (const file of plan.files) {
        const path = provenPath(file.targetPath, rules.platform);
        const key = fold(path);
        const other = files.get(key);
        if (other !== undefined)
            throw conflict(`${quoted(other)} and ${quoted(path)} want the same place`);
        files.set(key, path);
        folderAt(parentOf(path)).files.push(file);
    }
    for (const path of plan.emptyFolders)
        folderAt(provenPath(path, rules.platform));
    for (const [key, path] of files) {
        if (folders.has(key))
            throw conflict(`${quoted(path)} would be a file and a folder`);
    }
    return [...folders.values()];
}
const parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf('/')));
/** The engine proved the paths inside archives; the names around them come from elsewhere. */
function provenPath(path, platform) {
    const problem = problemOfPath(path, { platform, allowsGit: true });
    if (problem !== null)
        throw conflict(`the path ${quoted(path)} ${problem}`);
    return path;
}
const conflict = (problem) => new errors/* UserError */.yo(`Nothing was written: ${problem}.`, {
    hint: 'Use `layout: by-artifact` to keep the artifacts apart, or rename the file where it is made.',
});

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
var external_node_os_default = /*#__PURE__*/__webpack_require__.n(external_node_os_);
;// CONCATENATED MODULE: ./src/archive/staging-folder.ts









const PREFIX = '.actions-steward-staging-';
/** Prefix, process id, hash of the host name, chance. */
const NAME = /^\.actions-steward-staging-(\d+)-([0-9a-f]{8})-[0-9a-f]{12}$/;
/** Folders of other hosts cannot be asked whether they are in use; no job of a runner lives longer (GitHub: 5 days). */
const MAX_FOREIGN_AGE_MS = 6 * 24 * 60 * 60 * 1000;
/** Made by this process, so that its own number says nothing about them. */
const ours = new Set();
/**
 * Makes a staging folder: beside the target where that is the same file system and may be written, else in it, so
 * that files can be moved to the target and not copied. Removes those that dead runs left behind there.
 */
function makeStagingFolder(targetFolder, nowMs) {
    const folder = explained(targetFolder, () => {
        const places = stagingPlaces(targetFolder);
        places.forEach((place) => removeDead(place, nowMs));
        return makeIn(places);
    });
    ours.add(folder);
    return {
        path: folder,
        foldsCase: foldsCaseIn(folder),
        async remove(signal) {
            // Not at once: of 100,000 files that takes seconds, in which nothing else would happen.
            const removal = external_node_fs_default().promises.rm(folder, { recursive: true, force: true, maxRetries: 3 });
            await untilCancelled(removal, signal);
            ours.delete(folder);
        },
    };
}
/** A cancelled step has two seconds; what is published after this needs some of them. */
const CANCELLED_REMOVAL_MS = 700;
/** Waits for the task; once the signal is aborted, only for so long, and not for what comes of it. */
async function untilCancelled(task, signal) {
    const done = new AbortController();
    const grace = async () => {
        if (!signal.aborted)
            await (0,external_node_events_.once)(signal, 'abort', { signal: done.signal });
        await (0,external_node_timers_promises_.setTimeout)(CANCELLED_REMOVAL_MS, undefined, { signal: done.signal });
    };
    try {
        await Promise.race([task, grace()]);
    }
    finally {
        done.abort();
    }
}
/** Folders to stage in, best first. */
function stagingPlaces(targetFolder) {
    const target = external_node_fs_default().lstatSync(targetFolder, { throwIfNoEntry: false });
    if (target === undefined)
        return [nearestFolder(external_node_path_default().dirname(targetFolder))];
    if (!target.isDirectory()) {
        const what = target.isSymbolicLink() ? 'a symlink, which is never followed' : 'not a folder';
        throw new errors/* UserError */.yo(`Cannot write to ${targetFolder}: it is ${what}.`, {
            hint: 'Set `path` to a folder, or remove what is there before this step.',
        });
    }
    const parent = external_node_path_default().dirname(targetFolder);
    const isSameDevice = parent !== targetFolder && external_node_fs_default().statSync(parent).dev === target.dev;
    return isSameDevice ? [parent, targetFolder] : [targetFolder];
}
function nearestFolder(folder) {
    const parent = external_node_path_default().dirname(folder);
    return external_node_fs_default().existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}
/** In the first place that takes it. */
function makeIn(places) {
    const name = `${PREFIX}${process.pid}-${hostHash()}-${(0,external_node_crypto_.randomBytes)(6).toString('hex')}`;
    let reason = null;
    for (const place of places) {
        try {
            const folder = external_node_path_default().join(place, name);
            external_node_fs_default().mkdirSync(folder, { mode: 0o700 });
            return folder;
        }
        catch (error) {
            reason = error;
        }
    }
    throw reason;
}
function explained(targetFolder, task) {
    try {
        return task();
    }
    catch (error) {
        if (!isFileFault(error))
            throw error;
        throw explainFileFault(error, {
            action: `write to ${targetFolder}`,
            folder: targetFolder,
            neededBytes: 0,
        });
    }
}
const hostHash = () => (0,external_node_crypto_.createHash)('sha256').update(external_node_os_default().hostname()).digest('hex').slice(0, 8);
/** Removes the staging folders of runs that are over, and nothing else. What cannot be removed stays. */
function removeDead(place, nowMs) {
    let names;
    try {
        names = external_node_fs_default().readdirSync(place);
    }
    catch {
        return;
    }
    for (const name of names) {
        const match = NAME.exec(name);
        const folder = external_node_path_default().join(place, name);
        if (match === null || ours.has(folder))
            continue;
        try {
            const stats = external_node_fs_default().lstatSync(folder);
            const isDead = match[2] === hostHash() ? !isAlive(Number(match[1])) : nowMs - stats.mtimeMs > MAX_FOREIGN_AGE_MS;
            if (stats.isDirectory() && isDead)
                external_node_fs_default().rmSync(folder, { recursive: true, force: true });
        }
        catch {
            // Another run may be removing it too.
        }
    }
}
/** Our own number was another's before: in containers the same few are used again and again. */
function isAlive(processId) {
    if (processId === process.pid)
        return false;
    try {
        process.kill(processId, 0);
        return true;
    }
    catch (error) {
        // EPERM: it is there, and another user's.
        return codeOf(error) !== 'ESRCH';
    }
}
function foldsCaseIn(folder) {
    const probe = external_node_path_default().join(folder, 'case-probe');
    external_node_fs_default().writeFileSync(probe, '');
    const foldsCase = external_node_fs_default().existsSync(external_node_path_default().join(folder, 'CASE-PROBE'));
    external_node_fs_default().rmSync(probe);
    return foldsCase;
}

;// CONCATENATED MODULE: ./src/archive/target.ts





/**
 * Looks at every place of a plan and throws a UserError when something is in the way: a symlink or a file where a
 * folder should be, a folder where a file should be, or a `.git` that is there already.
 *
 * @param folders parents before children
 */
function inspectTarget(targetFolder, folders) {
    const missing = new Set();
    try {
        for (const folder of folders)
            inspectFolder(targetFolder, folder, missing);
    }
    catch (error) {
        if (!isFileFault(error))
            throw error;
        throw explainFileFault(error, { action: `look at ${targetFolder}`, folder: targetFolder, neededBytes: 0 });
    }
    return { isMissing: (folder) => missing.has(folder) };
}
function inspectFolder(targetFolder, folder, missing) {
    const place = external_node_path_default().join(targetFolder, folder.path);
    const isRoot = folder.path === '';
    const isBelowMissing = !isRoot && missing.has(target_parentOf(folder.path));
    const stats = isBelowMissing ? undefined : external_node_fs_default().lstatSync(place, { throwIfNoEntry: false });
    if (stats === undefined) {
        missing.add(folder.path);
        return;
    }
    if (stats.isSymbolicLink())
        throw inTheWay(place, 'a symlink, and links are never followed');
    if (!stats.isDirectory())
        throw inTheWay(place, 'a file, and a folder has to go there');
    rejectGit(place);
    external_node_fs_default().accessSync(place, (external_node_fs_default()).constants.W_OK);
    for (const file of folder.files)
        inspectFile(external_node_path_default().join(targetFolder, file.targetPath));
}
const target_parentOf = (folder) => folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
function inspectFile(place) {
    const stats = external_node_fs_default().lstatSync(place, { throwIfNoEntry: false });
    if (stats === undefined)
        return;
    if (stats.isDirectory())
        throw inTheWay(place, 'a folder, and a file has to go there');
    // A link is replaced, not followed.
    if (!stats.isFile() && !stats.isSymbolicLink())
        throw inTheWay(place, 'neither a file nor a folder');
    rejectGit(place);
}
/** What git runs and trusts is never changed by an artifact. */
function rejectGit(place) {
    if (isGitFolder(external_node_path_default().basename(place)))
        throw inTheWay(place, 'a git repository');
}
const inTheWay = (place, what) => new errors/* UserError */.yo(`Nothing was written: ${place} is ${what}.`, {
    hint: 'Set `path` to another folder, or remove what is in the way before this step.',
});

;// CONCATENATED MODULE: ./src/archive/whole-folders.ts

/**
 * Folders of the target that a staged folder becomes as it is, so that one rename does for all that is in it. By
 * the path of the target folder. Links are left out of account: they come last, by themselves.
 *
 * @param folders parents before children
 * @param countIn how many things lie in a staged folder
 */
function wholeFolders(folders, countIn) {
    const whole = new Map();
    const children = new Map();
    for (const folder of [...folders].reverse()) {
        const files = folder.files.filter(({ file }) => file.kind === 'file');
        const inside = children.get(folder.path) ?? [];
        const sources = new Set([
            ...files.map(({ file, targetPath }) => sourceOf(file.stagedPath, targetPath)),
            ...inside.map((child) => sourceOf(whole.get(child), child)),
        ]);
        const [source] = sources;
        if (sources.size === 1 && source != null && countIn(source) === files.length + inside.length) {
            whole.set(folder.path, source);
        }
        if (folder.path !== '') {
            const parent = folder.path.slice(0, Math.max(0, folder.path.lastIndexOf('/')));
            const siblings = children.get(parent);
            if (siblings === undefined)
                children.set(parent, [folder.path]);
            else
                siblings.push(folder.path);
        }
    }
    return whole;
}
/** The folder that something comes from, when it keeps its name. */
function sourceOf(stagedPath, targetPath) {
    const name = targetPath.slice(targetPath.lastIndexOf('/') + 1);
    const end = (stagedPath ?? '').length - name.length - 1;
    return stagedPath?.endsWith(name) === true && SEPARATORS.has(stagedPath.charAt(end))
        ? stagedPath.slice(0, end)
        : null;
}
const SEPARATORS = new Set(['/', (external_node_path_default()).sep]);

;// CONCATENATED MODULE: ./src/archive/publish.ts











/** Steps, of a file or a whole folder each, between two looks at the signal. */
const STEPS_PER_TURN = 256;
/**
 * Moves staged files to their targets: every check comes before the first move, each file is replaced
 * atomically, symlinks come last. Throws a UserError; an abort throws the signal's reason, between two files.
 */
async function publish(world, plan) {
    world.signal.throwIfAborted();
    const { targetFolder } = plan;
    // For links on their way, and to learn how the file system of the target sees names and modes.
    const scratch = makeStagingFolder(targetFolder, Date.now());
    let moved = 0;
    let steps = 0;
    try {
        const folders = planFolders(plan, { platform: process.platform, foldsCase: scratch.foldsCase });
        const state = inspectTarget(targetFolder, folders);
        const mover = createMover(scratch);
        for await (const count of moves({ plan, folders, state, mover })) {
            moved += count;
            steps += 1;
            if (steps % STEPS_PER_TURN === 0)
                await (0,external_node_timers_promises_.setImmediate)();
            world.signal.throwIfAborted();
        }
    }
    catch (error) {
        if (!isFileFault(error))
            throw error;
        throw unfinished(plan, { error, moved });
    }
    finally {
        await scratch.remove(world.signal);
    }
}
/** Does the work step by step; each step yields how many files are in their places with it. */
async function* moves({ plan, folders, state, mover }) {
    const placeOf = (targetPath) => external_node_path_default().join(plan.targetFolder, targetPath);
    for (const { file, isExecutable } of plan.files) {
        if (isExecutable && file.kind === 'file')
            mover.makeExecutable(file.stagedPath);
    }
    external_node_fs_default().mkdirSync(external_node_path_default().dirname(plan.targetFolder), { recursive: true });
    const missing = folders.filter((folder) => state.isMissing(folder.path));
    const whole = wholeFolders(missing, (staged) => external_node_fs_default().readdirSync(staged).length);
    const arrived = new Set();
    for (const folder of folders) {
        const files = folder.files.filter(({ file }) => file.kind === 'file');
        const staged = whole.get(folder.path);
        const cameWithParent = folder.path !== '' && arrived.has(external_node_path_default().posix.dirname(folder.path).replace(/^\.$/, ''));
        if (cameWithParent || (staged !== undefined && mover.moveFolder(staged, placeOf(folder.path)))) {
            arrived.add(folder.path);
            yield files.length;
            continue;
        }
        if (state.isMissing(folder.path))
            external_node_fs_default().mkdirSync(placeOf(folder.path));
        for (const { file, targetPath } of files) {
            await mover.moveFile(file.stagedPath, placeOf(targetPath));
            yield 1;
        }
    }
    for (const { file, targetPath } of plan.files) {
        if (file.kind !== 'symlink')
            continue;
        mover.makeLink(file.linkTarget, placeOf(targetPath));
        yield 1;
    }
}
function unfinished(plan, failed) {
    const { targetFolder, files } = plan;
    const explained = explainFileFault(failed.error, {
        action: `move files to ${targetFolder}`,
        folder: targetFolder,
        neededBytes: files.reduce((total, { file }) => total + file.sizeBytes, 0),
    });
    const progress = `${(0,format/* formatCount */.B4)(failed.moved)} of ${(0,format/* countOf */.pq)(files.length, 'file')} are in their places.`;
    return new errors/* UserError */.yo(`${explained.message} ${progress}`, { hint: explained.hint, cause: failed.error });
}

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
;// CONCATENATED MODULE: ./src/archive/budget.ts


function createBudget(limits) {
    const { maxFiles, maxBytes } = limits;
    let files = 0;
    let bytes = 0;
    let neededBytes = 0;
    return {
        claim(share) {
            if (files + share.files > maxFiles) {
                throw capped(`holds ${(0,format/* formatCount */.B4)(share.files)} files to extract, more than \`max-files\` (${(0,format/* formatCount */.B4)(maxFiles)}) leaves room for`);
            }
            if (bytes + share.bytes > maxBytes) {
                throw capped(`comes to ${(0,format/* formatBytes */.z3)(share.bytes)}, more than \`max-bytes\` (${(0,format/* formatBytes */.z3)(maxBytes)}) leaves room for`);
            }
            files += share.files;
            bytes += share.bytes;
            neededBytes = Math.max(neededBytes, bytes);
        },
        giveBack(share) {
            files -= share.files;
            bytes -= share.bytes;
        },
        neededBytes: () => neededBytes,
    };
}

;// CONCATENATED MODULE: ./src/archive/slabs.ts

/** Slabs are made when first needed and used again. */
function createSlabs(limit) {
    const free = [];
    const waiters = [];
    let unmade = limit.count;
    const slab = () => {
        const memory = free.pop() ?? makeMemory();
        let isHeld = true;
        return {
            memory,
            bytes: Buffer.from(memory),
            release() {
                if (!isHeld)
                    return;
                isHeld = false;
                free.push(memory);
                serve();
            },
        };
    };
    const makeMemory = () => {
        unmade -= 1;
        return new SharedArrayBuffer(limit.slabBytes);
    };
    const serve = () => {
        for (let first = waiters[0]; first !== undefined && first.count <= free.length + unmade; first = waiters[0]) {
            waiters.shift();
            first.resolve(Array.from({ length: first.count }, slab));
        }
    };
    return {
        slabBytes: limit.slabBytes,
        take: (count, signal) => new Promise((resolve, reject) => {
            signal.throwIfAborted();
            const waiter = {
                count: Math.min(count, limit.count),
                resolve(slabs) {
                    signal.removeEventListener('abort', abandon);
                    resolve(slabs);
                },
            };
            const abandon = () => {
                const place = waiters.indexOf(waiter);
                if (place >= 0)
                    waiters.splice(place, 1);
                reject(reasonOf(signal));
                serve();
            };
            signal.addEventListener('abort', abandon, { once: true });
            waiters.push(waiter);
            serve();
        }),
    };
}
/** Why a signal was aborted, as an Error. */
const reasonOf = (signal) => errorOf(signal.reason);
/** The part of a slab that holds some bytes of a blob; the slab goes back when nobody retains it any more. */
function chunkOf(slab, place) {
    let holders = 1;
    return {
        memory: slab.memory,
        start: 0,
        ...place,
        retain() {
            holders += 1;
        },
        release() {
            holders -= 1;
            if (holders === 0)
                slab.release();
        },
    };
}
/** The bytes of a chunk, where they are. */
const viewOf = (chunk) => Buffer.from(chunk.memory, chunk.start, chunk.length);

;// CONCATENATED MODULE: ./src/archive/connections.ts

/** Good answers in a row before one more connection is tried again after the server was busy. */
const GOOD_ANSWERS_TO_GROW = 20;
function createConnections(maxCount) {
    const waiters = [];
    let limit = maxCount;
    let active = 0;
    let goodInARow = 0;
    const serve = () => {
        while (active < limit && waiters.length > 0) {
            active += 1;
            waiters.shift()?.();
        }
    };
    const connection = () => {
        let isHeld = true;
        return {
            release(outcome) {
                if (!isHeld)
                    return;
                isHeld = false;
                active -= 1;
                goodInARow = outcome === 'good' ? goodInARow + 1 : 0;
                if (limit < maxCount && goodInARow >= GOOD_ANSWERS_TO_GROW) {
                    limit += 1;
                    goodInARow = 0;
                }
                serve();
            },
        };
    };
    return {
        acquire: (signal) => new Promise((resolve, reject) => {
            signal.throwIfAborted();
            const grant = () => {
                signal.removeEventListener('abort', abandon);
                resolve(connection());
            };
            const abandon = () => {
                const place = waiters.indexOf(grant);
                if (place >= 0)
                    waiters.splice(place, 1);
                reject(reasonOf(signal));
            };
            signal.addEventListener('abort', abandon, { once: true });
            waiters.push(grant);
            serve();
        }),
        slowDown() {
            limit = Math.max(1, Math.floor(Math.min(limit, active) / 2));
            goodInARow = 0;
        },
    };
}

;// CONCATENATED MODULE: ./src/archive/decode-headers.ts

/** Null when there is none that makes sense. */
function decodeContentRange(headers) {
    const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(headers['content-range']?.trim() ?? '');
    if (match === null)
        return null;
    const first = Number(match[1]);
    const last = Number(match[2]);
    const totalBytes = match[3] === '*' ? null : Number(match[3]);
    const isSound = first <= last && last <= Number.MAX_SAFE_INTEGER && (totalBytes === null || last < totalBytes);
    return isSound ? { first, last, totalBytes } : null;
}
/** Length of a body; null where the server does not say (chunked). */
function decodeContentLength(headers) {
    const text = headers['content-length']?.trim() ?? '';
    const length = Number(text);
    return /^\d+$/.test(text) && Number.isSafeInteger(length) ? length : null;
}
const ZIP_TYPES = new Set(['application/zip', 'application/x-zip-compressed', 'application/zip-compressed']);
/** Whether a blob claims to be a zip: by its type or by the path of its URL, as the toolkit tells it. */
function isZipAnswer(headers, url) {
    const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    return ZIP_TYPES.has(type) || (URL.parse(url)?.pathname.toLowerCase().endsWith('.zip') ?? false);
}
/**
 * The name that the server gives a file, as one safe component; null where it gives none. `filename*` (RFC 5987)
 * before `filename`; only what follows the last separator counts.
 */
function decodeFileName(headers) {
    const disposition = headers['content-disposition'] ?? '';
    const extended = /(?:^|;)\s*filename\*\s*=\s*utf-8'[^']*'([^;]*)/i.exec(disposition)?.[1];
    const quoted = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
    const bare = /(?:^|;)\s*filename\s*=\s*([^;"]*)/i.exec(disposition)?.[1];
    const name = extended === undefined ? (quoted?.replace(/\\(.)/g, '$1') ?? bare) : percentDecoded(extended);
    const base = name?.trim().split(/[/\\]/).at(-1) ?? '';
    return base === '' ? null : safeFileName(base);
}
/** As it stands where it is no valid percent encoding. */
function percentDecoded(text) {
    try {
        return decodeURIComponent(text.trim());
    }
    catch {
        return text;
    }
}
/** How long the server asks to wait; null where it does not. `retry-after` is seconds or a date. */
function decodeRetryAfterMs(headers, nowMs) {
    const text = headers['retry-after']?.trim() ?? '';
    if (/^\d+$/.test(text))
        return Number(text) * 1000;
    const date = Date.parse(text);
    return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

;// CONCATENATED MODULE: ./src/archive/network-faults.ts


/** Something that the network or the blob host did; `mend` says what may help. */
class NetworkFault extends Error {
    name = 'NetworkFault';
    mend;
    /** Of the answer; null when there was none. */
    status;
    /** How long the server asks to wait. */
    retryAfterMs;
    /** Whether the server has too much to do. */
    isOverload;
    constructor(message, options) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.mend = options.mend;
        this.status = options.status ?? null;
        this.retryAfterMs = options.retryAfterMs ?? null;
        this.isOverload = options.isOverload ?? false;
    }
}
/** The blob is not what it was when the download began: only a new start helps. */
class BlobChanged extends Error {
    name = 'BlobChanged';
}
/** Errors of TLS that no second try mends: the other side, or the list of authorities, is wrong. */
const CERTIFICATE_CODE = /^(?:CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;
/** Turns what a connection threw into a fault. */
function faultOfError(error) {
    if (error instanceof NetworkFault)
        return error;
    const isCertificate = codesOf(error).some((code) => CERTIFICATE_CODE.test(code));
    return new NetworkFault(describe(error), { mend: isCertificate ? 'none' : 'retry', cause: error });
}
/**
 * Turns an answer that is not the bytes asked for into a fault. The hosts say "this URL has run out" in different
 * ways: Azure and S3 with 403, Google with 400, others with 401; 404 and 410 may mean an artifact that was
 * replaced. For all of them the API knows better, so a fresh URL is asked for.
 */
function faultOfStatus(status, headers, nowMs) {
    const message = `the blob host answered ${status}`;
    const retryAfterMs = decodeRetryAfterMs(headers, nowMs);
    const isOverload = status === 429 || status === 503;
    if (isOverload || status === 408 || status === 425 || (status >= 500 && status !== 501)) {
        return new NetworkFault(message, { mend: 'retry', status, retryAfterMs, isOverload });
    }
    const mend = [400, 401, 403, 404, 410].includes(status) ? 'fresh-url' : 'none';
    return new NetworkFault(message, { mend, status });
}
const CODES = {
    ECONNRESET: 'the connection was reset',
    ECONNREFUSED: 'the connection was refused',
    ECONNABORTED: 'the connection was aborted',
    EPIPE: 'the connection was closed',
    ETIMEDOUT: 'the connection timed out',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
    ENOTFOUND: 'the name of the blob host is not known',
    EAI_AGAIN: 'the name of the blob host could not be looked up',
};
/** The deepest cause that has something to say; never a URL, as those are signed. */
function describe(error) {
    const code = codesOf(error).at(-1);
    if (code !== undefined && code in CODES)
        return `${CODES[code] ?? ''} (${code})`;
    const clean = messageOf(error)
        .replace(/\bhttps?:\/\/\S+/gi, 'the blob host')
        .replace(/\?\S+/g, '');
    return code === undefined || clean.includes(code) ? clean : `${clean} (${code})`;
}
/** Codes of an error and its causes, outermost first. */
function codesOf(error) {
    const codes = [];
    let current = error;
    for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
        if (codeOf(current) !== '')
            codes.push(codeOf(current));
        const inner = 'errors' in current && Array.isArray(current.errors) ? current.errors[0] : undefined;
        current = inner ?? ('cause' in current ? current.cause : null);
    }
    return codes;
}

;// CONCATENATED MODULE: ./src/archive/progress.ts

function createProgress(options) {
    const { clock, log, sourceCount } = options;
    const startedMs = clock.now();
    const count = { expectedBytes: 0, downloadedBytes: 0, requests: 0, retries: 0, archives: 0 };
    let lastBytes = 0;
    const rate = (bytes, elapsedMs) => `${(0,format/* formatBytes */.z3)((bytes / Math.max(1, elapsedMs)) * 1000)}/s`;
    // Real time on purpose: lines are for whoever watches.
    const timer = setInterval(() => {
        const { downloadedBytes, expectedBytes, archives } = count;
        const ofAll = expectedBytes > downloadedBytes ? ` of ${(0,format/* formatBytes */.z3)(expectedBytes)}` : '';
        const done = sourceCount > 1 ? `, ${archives} of ${sourceCount} done` : '';
        const speed = rate(downloadedBytes - lastBytes, options.everyMs);
        lastBytes = downloadedBytes;
        log.info(`Downloaded ${(0,format/* formatBytes */.z3)(downloadedBytes)}${ofAll} (${speed})${done}`);
    }, options.everyMs);
    timer.unref();
    return {
        expected(bytes) {
            count.expectedBytes += bytes;
        },
        downloaded(bytes) {
            count.downloadedBytes += bytes;
        },
        requested() {
            count.requests += 1;
        },
        retried() {
            count.retries += 1;
        },
        archiveDone() {
            count.archives += 1;
        },
        stats: () => ({
            downloadedBytes: count.downloadedBytes,
            requests: count.requests,
            retries: count.retries,
            elapsedMs: clock.now() - startedMs,
        }),
        stop: () => clearInterval(timer),
    };
}

;// CONCATENATED MODULE: ./src/archive/unpack-archive.ts

/** Larger entries are unpacked piece by piece, so that neither end is ever whole in memory. */
const MAX_BATCHED_EXTENT_BYTES = 1024 * 1024;
const MAX_BATCHED_SIZE_BYTES = 4 * 1024 * 1024;
/** One message to a thread: enough to make its cost vanish, little enough to spread over the threads. */
const BATCH_ENTRIES = 128;
const BATCH_BYTES = 1024 * 1024;
/** Batches under way: enough that no thread waits for the next, little enough to cost no memory. */
const MAX_BATCHES = 8;
const emptyBatch = (first) => ({ first, entries: [], pieces: [], chunks: [], bytes: 0 });
function unpackArchive(options) {
    const { unpackers, folder } = options;
    const { plan } = options;
    const sha256 = new Array(plan.count);
    const contents = new Map();
    const running = new Set();
    let doneCount = 0;
    let next = 0;
    let failure = null;
    let stream = null;
    /** Of the entry that the last chunk cut in two. */
    let pieces = [];
    let chunks = [];
    let batch = emptyBatch(0);
    const run = (work) => {
        const guarded = work
            .catch((error) => {
            if (failure !== null)
                return;
            failure = { error };
            options.onFailure(error);
        })
            .finally(() => running.delete(guarded));
        running.add(guarded);
    };
    const keep = (index, result) => {
        sha256[index] = result.sha256;
        if (result.content !== '')
            contents.set(index, result.content);
        doneCount += 1;
    };
    /** Sends what is complete; the next batch begins with the entry `from`. */
    const flush = (from) => {
        const { first, entries, pieces: parts, chunks: held } = batch;
        batch = emptyBatch(from);
        if (parts.length === 0)
            return;
        const work = unpackers
            .unpackBatch(entries, parts)
            .then((results) => results.forEach((result, place) => keep(first + place, result)));
        run(work.finally(() => held.forEach((chunk) => chunk.release())));
    };
    const addToBatch = (planned, piece, chunk) => {
        pieces.push(piece);
        chunks.push(chunk);
        chunk.retain();
        if (endOf(chunk) < planned.end)
            return;
        batch.chunks.push(...chunks);
        batch.pieces.push(pieces);
        batch.entries.push(entryFor(planned, folder));
        batch.bytes += planned.entry.sizeBytes + planned.end - planned.entry.headerOffset;
        pieces = [];
        chunks = [];
    };
    const addToStream = (planned, piece, chunk) => {
        const index = next;
        if (stream === null) {
            stream = unpackers.unpackStream(entryFor(planned, folder));
            run(stream.result.then((result) => keep(index, result)));
        }
        chunk.retain();
        void stream.write(piece).finally(() => chunk.release());
        if (endOf(chunk) < planned.end)
            return;
        stream.end();
        stream = null;
    };
    const throwFailure = () => {
        if (failure !== null)
            throw failure.error;
    };
    return {
        async accept(chunk) {
            for (let planned = plan.at(next); planned !== null; planned = plan.at(next)) {
                throwFailure();
                const from = Math.max(planned.entry.headerOffset, chunk.offset);
                const to = Math.min(planned.end, endOf(chunk));
                if (from >= endOf(chunk))
                    break;
                const piece = { memory: chunk.memory, start: chunk.start + from - chunk.offset, length: to - from };
                const isStreamed = isLarge(planned, options.chunkBytes);
                if (isStreamed)
                    addToStream(planned, piece, chunk);
                else
                    addToBatch(planned, piece, chunk);
                if (to < planned.end)
                    break;
                next += 1;
                if (isStreamed || batch.pieces.length >= BATCH_ENTRIES || batch.bytes >= BATCH_BYTES)
                    flush(next);
                while (running.size >= MAX_BATCHES)
                    await Promise.race(running);
            }
            flush(next);
        },
        async finish() {
            while (running.size > 0)
                await Promise.all(running);
            throwFailure();
            if (doneCount < plan.count)
                throw corrupt('ends before its last entry');
            return { sha256, contents };
        },
        async abandon() {
            stream?.cancel();
            while (running.size > 0)
                await Promise.all(running);
            chunks.forEach((chunk) => chunk.release());
            chunks = [];
        },
    };
}
const endOf = (chunk) => chunk.offset + chunk.length;
const isLarge = ({ entry, end }, chunkBytes) => end - entry.headerOffset > Math.min(MAX_BATCHED_EXTENT_BYTES, chunkBytes) ||
    entry.sizeBytes > MAX_BATCHED_SIZE_BYTES;
const entryFor = ({ entry, kind }, folder) => ({
    path: entry.path,
    rawName: entry.rawName,
    method: entry.method,
    crc32: entry.crc32,
    compressedBytes: entry.compressedBytes,
    sizeBytes: entry.sizeBytes,
    kind: kind === 'symlink' ? 'link' : 'file',
    targetPath: `${folder}/${entry.path}`,
});

;// CONCATENATED MODULE: ./src/archive/zip-end.ts


// Signatures and fixed lengths: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const ZIP64_END_SIGNATURE = 0x06064b50;
const ZIP64_END_BYTES = 56;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const MAX_COMMENT_BYTES = 0xffff;
const UINT16_MAX = 0xffff;
const zip_end_UINT32_MAX = 0xffffffff;
/** That much of the end of a file holds all that locates the directory. */
const END_SEARCH_BYTES = END_BYTES + MAX_COMMENT_BYTES + ZIP64_LOCATOR_BYTES + ZIP64_END_BYTES;
/**
 * Finds the central directory from the end of a zip.
 *
 * @param tail the last bytes of the file: END_SEARCH_BYTES of them, or the whole
 * @param totalBytes length of the whole file
 */
function locateDirectory(tail, totalBytes) {
    const end = findEnd(tail);
    const tailOffset = totalBytes - tail.length;
    const short = {
        disk: tail.readUInt16LE(end + 4),
        directoryDisk: tail.readUInt16LE(end + 6),
        entriesHere: tail.readUInt16LE(end + 8),
        entries: tail.readUInt16LE(end + 10),
        sizeBytes: tail.readUInt32LE(end + 12),
        offset: tail.readUInt32LE(end + 16),
    };
    const long = readZip64End(tail, end, tailOffset);
    if (long !== null)
        rejectContradiction(short, long);
    const { disk, directoryDisk, entriesHere, entries, sizeBytes, offset } = long ?? short;
    if (disk !== 0 || directoryDisk !== 0 || entriesHere !== entries) {
        throw refused('is one part of a zip that is split over several files');
    }
    const directoryEnd = tailOffset + (long === null ? end : long.position);
    if (offset + sizeBytes > directoryEnd)
        throw corrupt('has a directory that lies outside of the file (cut off?)');
    if (offset + sizeBytes < directoryEnd)
        throw refused('has bytes in front of the zip or behind its directory');
    if (entries * ENTRY_BYTES > sizeBytes)
        throw corrupt(`says it has ${entries} entries, more than fit`);
    return { offset, sizeBytes, entryCount: entries };
}
function findEnd(tail) {
    const candidates = [];
    for (let at = tail.length - END_BYTES; at >= 0 && tail.length - at <= END_BYTES + MAX_COMMENT_BYTES; at -= 1) {
        if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== END_SIGNATURE)
            continue;
        if (at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length)
            candidates.push(at);
    }
    const [end, another] = candidates;
    if (end === undefined)
        throw corrupt('is not a zip, or its end is missing');
    if (another !== undefined)
        throw refused('has a comment that pretends to be the end of another zip');
    return end;
}
function readZip64End(tail, end, tailOffset) {
    const locator = end - ZIP64_LOCATOR_BYTES;
    if (locator < 0 || tail.readUInt32LE(locator) !== ZIP64_LOCATOR_SIGNATURE)
        return null;
    const position = locator - ZIP64_END_BYTES;
    const isWhereItSays = readSafeInteger(tail, locator + 8) === tailOffset + position;
    const hasRecord = position >= 0 && isWhereItSays && tail.readUInt32LE(position) === ZIP64_END_SIGNATURE;
    if (!hasRecord || readSafeInteger(tail, position + 4) !== ZIP64_END_BYTES - 12) {
        throw corrupt('has a Zip64 end record that is not where it says');
    }
    return {
        position,
        disk: tail.readUInt32LE(position + 16),
        directoryDisk: tail.readUInt32LE(position + 20),
        entriesHere: readSafeInteger(tail, position + 24),
        entries: readSafeInteger(tail, position + 32),
        sizeBytes: readSafeInteger(tail, position + 40),
        offset: readSafeInteger(tail, position + 48),
    };
}
/** Two ends that say different things would let two tools see two different zips. */
function rejectContradiction(short, long) {
    const agrees = (shortValue, longValue, limit) => shortValue === limit || shortValue === longValue;
    const isConsistent = agrees(short.entries, long.entries, UINT16_MAX) &&
        agrees(short.entriesHere, long.entriesHere, UINT16_MAX) &&
        agrees(short.sizeBytes, long.sizeBytes, zip_end_UINT32_MAX) &&
        agrees(short.offset, long.offset, zip_end_UINT32_MAX);
    if (!isConsistent)
        throw refused('has two ends that contradict each other (Zip64)');
}

;// CONCATENATED MODULE: ./src/archive/open-zip.ts








/** It is held in memory as a whole: half a million entries of 128 bytes. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
/** A zip may list more entries than are wanted of it, but not without end. */
const MIN_ENTRY_LIMIT = 400_000;
/** A zip of few files may have more folders than files. */
const MIN_FOLDER_LIMIT = 10_000;
/** Where the last bytes of a blob are: so many of them, and at least what locates the directory of a zip. */
function tailSpan(totalBytes, bytes) {
    const length = Math.min(totalBytes, Math.max(bytes, END_SEARCH_BYTES));
    return { offset: totalBytes - length, length };
}
/** Reads the last bytes of a blob into memory of their own. */
async function readTail(reader, bytes) {
    const { offset, length } = tailSpan(reader.totalBytes, bytes);
    const memory = new SharedArrayBuffer(length);
    const view = Buffer.from(memory);
    await reader.read({ first: offset, last: offset + length - 1 }, (part, at) => view.set(part, at - offset));
    const hold = () => undefined;
    return { memory, start: 0, offset, length, retain: hold, release: hold };
}
/**
 * Reads the directory, decides what to extract and claims it from the caps. Throws an ArchiveError before the
 * first byte of an entry is looked at.
 *
 * @param tail the end of the blob, from readTail
 */
async function openZip(attempt, reader, tail) {
    const { options, source } = attempt;
    const location = locateDirectory(viewOf(tail), reader.totalBytes);
    rejectHuge(location, Math.max(2 * options.maxFiles, MIN_ENTRY_LIMIT));
    const entries = readDirectory(await directoryBytes(reader, tail, location), location);
    const plan = planEntries(entries, {
        wantsEntry: options.wantsEntry,
        platform: attempt.platform,
        allowsGit: source.allowsGit,
        isUntrusted: source.isUntrusted,
        foldsCase: attempt.foldsCase,
        maxFolders: Math.max(options.maxFiles, MIN_FOLDER_LIMIT),
        directoryOffset: location.offset,
    });
    attempt.claim({ files: plan.count, bytes: plan.sizeBytes });
    attempt.unpackers.expect({ bytes: plan.compressedBytes, entries: plan.count });
    const unpacker = unpackArchive({
        plan,
        unpackers: attempt.unpackers,
        folder: attempt.folder,
        chunkBytes: attempt.slabs.slabBytes,
        onFailure: (error) => attempt.controller.abort(error),
    });
    attempt.atEnd(() => unpacker.abandon());
    return {
        plan,
        unpacker,
        async finish() {
            const { sha256, contents } = await unpacker.finish();
            return sha256.map((hash, index) => stagedFile(attempt, plan.at(index), { sha256: hash, content: contents.get(index) ?? '' }));
        },
    };
}
function rejectHuge(location, maxEntries) {
    if (location.entryCount > maxEntries) {
        throw capped(`lists ${(0,format/* formatCount */.B4)(location.entryCount)} entries, more than \`max-files\` allows`);
    }
    if (location.sizeBytes > MAX_DIRECTORY_BYTES) {
        throw refused(`has a directory of ${(0,format/* formatBytes */.z3)(location.sizeBytes)}; ${(0,format/* formatBytes */.z3)(MAX_DIRECTORY_BYTES)} is the most`);
    }
}
/** In memory of its own: text decoders refuse shared memory, and the tail is used for long. */
async function directoryBytes(reader, tail, location) {
    const directory = Buffer.alloc(location.sizeBytes);
    const inTail = location.offset - tail.offset;
    if (inTail >= 0) {
        viewOf(tail).copy(directory, 0, inTail, inTail + directory.length);
        return directory;
    }
    viewOf(tail).copy(directory, -inTail);
    const last = Math.min(tail.offset, location.offset + location.sizeBytes) - 1;
    await reader.read({ first: location.offset, last }, (part, at) => directory.set(part, at - location.offset));
    return directory;
}
function stagedFile(attempt, planned, result) {
    if (planned === null)
        throw new Error('More entries were unpacked than planned');
    const { entry, kind } = planned;
    const { sha256, content } = result;
    const isFile = kind === 'file';
    return {
        kind,
        path: entry.path,
        stagedPath: isFile ? `${attempt.folder}/${entry.path}` : '',
        sizeBytes: entry.sizeBytes,
        sha256,
        isExecutable: isFile && entry.isExecutable && !attempt.source.isUntrusted,
        linkTarget: isFile ? '' : provenTarget(attempt, entry.path, content),
    };
}
function provenTarget(attempt, link, target) {
    const rules = { platform: attempt.platform, allowsGit: attempt.source.allowsGit };
    const checked = checkLinkTarget(link.split('/'), target, rules);
    if (checked.ok)
        return target;
    throw refused(`holds a symlink whose target ${checked.problem}: ${quoted(link)} to ${quoted(target)}`);
}

;// CONCATENATED MODULE: ./src/archive/read-in-order.ts

/** A range that one request fetches: as many slabs as it takes to make its latency matter little. */
const SLABS_PER_REQUEST = 2;
const MAX_SLABS_OF_SMALL_BLOB = 4;
/**
 * Reads spans of a blob, several requests at once, and hands their bytes over in order, a slab at a time, as they
 * become complete. The chunk is released when `accept` has returned; who needs it for longer retains it.
 *
 * `room` is for the first request, taken before by who has already sent it.
 */
async function readInOrder(options, accept) {
    const { reader, slabs, spans, controller } = options;
    const segments = spans.flatMap((span) => segmentsOf(span, slabs.slabBytes));
    const ready = segments.map(() => Promise.withResolvers());
    const taken = new Set(options.room);
    const running = new Set();
    // Those that nobody waits for any more may fail in silence.
    ready.forEach(({ promise }) => void promise.catch(() => undefined));
    const fail = (error) => {
        controller.abort(error);
        ready.forEach(({ reject }) => reject(error));
    };
    const fetchGroup = async (from, group, room) => {
        let index = 0;
        await reader.read({ first: group[0]?.first ?? 0, last: group.at(-1)?.last ?? 0 }, (bytes, offset) => {
            let done = 0;
            while (done < bytes.length) {
                const segment = group[index];
                const slab = room[index];
                if (segment === undefined || slab === undefined)
                    throw new Error('More bytes than were asked for');
                const at = offset + done - segment.first;
                const part = bytes.subarray(done, done + segment.last + 1 - segment.first - at);
                slab.bytes.set(part, at);
                done += part.length;
                if (at + part.length < segment.last + 1 - segment.first)
                    continue;
                // Afterwards nobody would give it back.
                if (controller.signal.aborted)
                    throw reasonOf(controller.signal);
                taken.delete(slab);
                ready[from + index]?.resolve(chunkOf(slab, { offset: segment.first, length: at + part.length }));
                index += 1;
            }
        });
    };
    const produce = async () => {
        let spare = options.room;
        for (let from = 0; from < segments.length;) {
            const group = groupAt(segments, from, Math.max(spare.length, SLABS_PER_REQUEST));
            const missing = Math.max(0, group.length - spare.length);
            const more = missing === 0 ? [] : await slabs.take(missing, controller.signal);
            more.forEach((slab) => taken.add(slab));
            const room = [...spare, ...more];
            spare = room.slice(group.length);
            const fetching = fetchGroup(from, group, room)
                .catch(fail)
                .finally(() => running.delete(fetching));
            running.add(fetching);
            from += group.length;
        }
    };
    const producing = produce().catch(fail);
    let consumed = 0;
    try {
        for (const { promise } of ready) {
            const chunk = await promise;
            consumed += 1;
            try {
                await accept(chunk);
            }
            finally {
                chunk.release();
            }
            if (controller.signal.aborted)
                throw reasonOf(controller.signal);
        }
    }
    catch (error) {
        fail(error);
        throw error;
    }
    finally {
        await producing;
        await Promise.all(running);
        taken.forEach((slab) => slab.release());
        const unused = ready.slice(consumed).map(({ promise }) => promise.then((chunk) => chunk.release()));
        await Promise.allSettled(unused);
    }
}
/** A span in parts that fit a slab each. */
function segmentsOf(span, slabBytes) {
    const segments = [];
    for (let first = span.first; first <= span.last; first += slabBytes) {
        segments.push({ first, last: Math.min(span.last, first + slabBytes - 1), follows: first > span.first });
    }
    return segments;
}
/** Segments that one request can fetch. */
function groupAt(segments, from, maxCount) {
    let count = 1;
    while (count < maxCount && segments[from + count]?.follows === true)
        count += 1;
    return segments.slice(from, from + count);
}
/**
 * How many slabs the first request of a download fills: all that a small blob needs, so that it costs one request
 * and no more; else as any other.
 */
function firstRequestSlabs(slabs, knownBytes) {
    const needed = Math.ceil((knownBytes ?? Infinity) / slabs.slabBytes);
    return needed <= MAX_SLABS_OF_SMALL_BLOB ? Math.max(1, needed) : SLABS_PER_REQUEST;
}

;// CONCATENATED MODULE: ./src/archive/read-archive.ts








/** Downloads, checks and unpacks a source into the folder of its attempt. */
async function readArchive(attempt, mode) {
    switch (mode) {
        case 'parts':
            return readParts(attempt);
        case 'ranges':
            return readRanges(attempt);
        case 'stream':
            return readStream(attempt, await attempt.transfer.begin(null));
    }
}
/** Everything, in several requests at once, unpacked while it comes. */
async function readRanges(attempt) {
    const { transfer, slabs, controller, source } = attempt;
    const slabCount = firstRequestSlabs(slabs, source.sizeBytes);
    const firstBytes = slabCount * slabs.slabBytes;
    // Before the request: a connection never waits for room.
    const room = await slabs.take(slabCount, controller.signal);
    try {
        const answer = await transfer.begin({ first: 0, last: firstBytes - 1 });
        const { totalBytes } = answer;
        if (totalBytes === null || (answer.isWhole && totalBytes > firstBytes)) {
            release(room);
            return await readStream(attempt, answer.isWhole ? answer : await transfer.begin(null));
        }
        attempt.progress.expected(totalBytes);
        const blob = { reader: readerFrom(attempt, totalBytes), answer, room };
        if (!wantsUnpacking(attempt, answer))
            return await keepBlob(attempt, blob);
        return totalBytes <= firstBytes ? await unpackSmall(attempt, blob) : await unpackLarge(attempt, blob);
    }
    finally {
        release(room);
    }
}
const readerFrom = ({ transfer }, totalBytes) => ({
    totalBytes,
    read: (span, write) => transfer.read(span, write),
});
const release = (room) => room.forEach((slab) => slab.release());
const wholeSpan = (bytes) => (bytes === 0 ? [] : [{ first: 0, last: bytes - 1 }]);
const wantsUnpacking = (attempt, answer) => attempt.options.unzip && isZipAnswer(answer.headers, answer.url);
/** The first request brings all of it, so its directory is read from memory. */
async function unpackSmall(attempt, blob) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    const chunks = [];
    const { totalBytes } = blob.reader;
    try {
        await readInOrder({ ...blob, ...toRead(attempt, wholeSpan(totalBytes)) }, (chunk) => {
            digest.update(viewOf(chunk));
            chunk.retain();
            chunks.push(chunk);
        });
        const reader = readerOf(chunks, totalBytes);
        const zip = await openZip(attempt, reader, await readTail(reader, 0));
        for (const chunk of chunks)
            await zip.unpacker.accept(chunk);
        return await zipResult(zip, digest.digest('hex'));
    }
    finally {
        chunks.forEach((chunk) => chunk.release());
    }
}
const toRead = (attempt, spans) => ({
    slabs: attempt.slabs,
    controller: attempt.controller,
    spans,
});
function readerOf(chunks, totalBytes) {
    return {
        totalBytes,
        read(span, write) {
            for (const chunk of chunks) {
                const first = Math.max(span.first, chunk.offset);
                const end = Math.min(span.last + 1, chunk.offset + chunk.length);
                if (first < end)
                    write(viewOf(chunk).subarray(first - chunk.offset, end - chunk.offset), first);
            }
            return Promise.resolve();
        },
    };
}
/** How much of the end of a blob to read at first: as a rule all of a directory, and never much. */
const MIN_TAIL_BYTES = 128 * 1024;
const MAX_TAIL_BYTES = 2 * 1024 * 1024;
/** A directory of small files (2 kB, packed) is about that part of its zip. */
const TAIL_SHARE = 1 / 24;
const largeTailBytes = (totalBytes) => Math.round(Math.min(MAX_TAIL_BYTES, Math.max(MIN_TAIL_BYTES, totalBytes * TAIL_SHARE)));
/** The end comes first, with the directory; then entries are unpacked while the rest is on its way. */
async function unpackLarge(attempt, blob) {
    const { reader } = blob;
    const digest = (0,external_node_crypto_.createHash)('sha256');
    const tail = tailSpan(reader.totalBytes, largeTailBytes(reader.totalBytes));
    const opening = readTail(reader, tail.length).then(async (chunk) => ({
        chunk,
        zip: await openZip(attempt, reader, chunk),
    }));
    // Its failure belongs to the first chunk, which may not be there yet.
    opening.catch(() => undefined);
    await readInOrder({ ...blob, ...toRead(attempt, wholeSpan(tail.offset)) }, async (chunk) => {
        digest.update(viewOf(chunk));
        const { zip } = await opening;
        await zip.unpacker.accept(chunk);
    });
    const { chunk, zip } = await opening;
    digest.update(viewOf(chunk));
    await zip.unpacker.accept(chunk);
    return zipResult(zip, digest.digest('hex'));
}
const zipResult = async (zip, sha256) => ({
    kind: 'zip',
    files: await zip.finish(),
    emptyFolders: zip.plan.emptyFolders,
    sha256,
});
/** The directory, and then the bytes of the wanted entries only. */
async function readParts(attempt) {
    const { source, transfer } = attempt;
    const answer = await transfer.begin(read_archive_endOf(source.sizeBytes));
    const { totalBytes } = answer;
    if (answer.isWhole)
        return readStream(attempt, answer);
    if (totalBytes === null)
        return readStream(attempt, await transfer.begin(null));
    if (!isZipAnswer(answer.headers, answer.url))
        return readRanges(attempt);
    const reader = readerFrom(attempt, totalBytes);
    const tail = await readTail(reader, MIN_TAIL_BYTES);
    const zip = await openZip(attempt, reader, tail);
    if (tail.length === totalBytes) {
        await zip.unpacker.accept(tail);
        return zipResult(zip, (0,external_node_crypto_.createHash)('sha256').update(viewOf(tail)).digest('hex'));
    }
    await unpackWanted(attempt, zip, reader);
    return zipResult(zip, null);
}
/**
 * Where the directory of a zip of that length must be. Not "the last N bytes": Azure, which holds the artifacts of
 * github.com, knows no suffix ranges. One byte tells the length where the API did not.
 */
function read_archive_endOf(sizeBytes) {
    if (sizeBytes === null || sizeBytes === 0)
        return { first: 0, last: 0 };
    return { first: tailSpan(sizeBytes, MIN_TAIL_BYTES).offset, last: sizeBytes - 1 };
}
/** Wanted entries that are nearer to each other than this are read in one request. */
const MAX_GAP_BYTES = 256 * 1024;
async function unpackWanted(attempt, zip, reader) {
    const spans = [];
    for (let index = 0;; index += 1) {
        const planned = zip.plan.at(index);
        if (planned === null)
            break;
        const { entry, end } = planned;
        const previous = spans.at(-1);
        if (previous !== undefined && entry.headerOffset - previous.last <= MAX_GAP_BYTES)
            previous.last = end - 1;
        else
            spans.push({ first: entry.headerOffset, last: end - 1 });
    }
    attempt.progress.expected(spans.reduce((total, { first, last }) => total + last + 1 - first, 0));
    await readInOrder({ reader, room: [], ...toRead(attempt, spans) }, (chunk) => zip.unpacker.accept(chunk));
}
/** Everything in one request, kept on disk: of a server without ranges, the directory comes last. */
async function readStream(attempt, answer) {
    if (!wantsUnpacking(attempt, answer)) {
        return keepFile(attempt, answer, (spool) => attempt.transfer.readAll(spool));
    }
    attempt.progress.expected(answer.totalBytes ?? 0);
    const spool = await attempt.openSpool(`${attempt.folder}.part`);
    await attempt.transfer.readAll(spool);
    const reader = spool.reader();
    const zip = await openZip(attempt, reader, await readTail(reader, MIN_TAIL_BYTES));
    await unpackWanted(attempt, zip, reader);
    return zipResult(zip, spool.sha256());
}
const keepBlob = (attempt, blob) => keepFile(attempt, blob.answer, (spool) => readInOrder({ ...blob, ...toRead(attempt, wholeSpan(blob.reader.totalBytes)) }, (chunk) => spool.write(viewOf(chunk))));
/** A blob as it is: no zip, or a zip that is not to be unpacked. */
async function keepFile(attempt, answer, fill) {
    const { source, options } = attempt;
    const isZip = isZipAnswer(answer.headers, answer.url);
    const name = isZip
        ? `${safeFileName(source.name)}.zip`
        : (decodeFileName(answer.headers) ?? safeFileName(source.name));
    const nothing = { kind: 'file', files: [], emptyFolders: [], sha256: null };
    if (options.wantsEntry?.(name) === false)
        return nothing;
    attempt.claim({ files: 1, bytes: answer.totalBytes ?? 0 });
    const stagedPath = external_node_path_default().join(attempt.folder, name);
    const spool = await attempt.openSpool(stagedPath);
    await fill(spool);
    if (answer.totalBytes === null)
        attempt.claim({ files: 0, bytes: spool.sizeBytes() });
    if (isZip)
        await rejectOther(spool);
    const sha256 = spool.sha256();
    const file = { kind: 'file', path: name, stagedPath, sizeBytes: spool.sizeBytes(), sha256 };
    return { ...nothing, files: [{ ...file, isExecutable: false, linkTarget: '' }], sha256 };
}
/** A zip begins with an entry, or with its end when it is empty. */
const ZIP_STARTS = new Set([0x04034b50, 0x06054b50]);
async function rejectOther(spool) {
    const start = Buffer.alloc(4);
    if (spool.sizeBytes() >= 4)
        await spool.reader().read({ first: 0, last: 3 }, (bytes, at) => start.set(bytes, at));
    if (!ZIP_STARTS.has(start.readUInt32LE(0)))
        throw corrupt('says that it is a zip and is none');
}

;// CONCATENATED MODULE: ./src/archive/spool.ts



const READ_BYTES = 1024 * 1024;
/**
 * @param options.maxBytes what it refuses to grow beyond, for blobs whose length nobody says
 */
async function openSpool(path, options) {
    const file = await options.open(path);
    let digest = (0,external_node_crypto_.createHash)('sha256');
    let sizeBytes = 0;
    return {
        async restart() {
            digest = (0,external_node_crypto_.createHash)('sha256');
            sizeBytes = 0;
            await file.truncate(0);
        },
        async write(bytes) {
            if (sizeBytes + bytes.length > options.maxBytes) {
                throw capped(`is larger than \`max-bytes\` (${(0,format/* formatBytes */.z3)(options.maxBytes)})`);
            }
            digest.update(bytes);
            for (let done = 0; done < bytes.length;) {
                const { bytesWritten } = await file.write(bytes, done, bytes.length - done, sizeBytes);
                done += bytesWritten;
                sizeBytes += bytesWritten;
            }
        },
        sha256: () => digest.copy().digest('hex'),
        sizeBytes: () => sizeBytes,
        reader: () => ({
            totalBytes: sizeBytes,
            async read(span, write) {
                const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, span.last - span.first + 1));
                for (let at = span.first; at <= span.last;) {
                    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, span.last - at + 1), at);
                    if (bytesRead === 0)
                        throw new Error('A staged file became shorter while it was read');
                    write(buffer.subarray(0, bytesRead), at);
                    at += bytesRead;
                }
            },
        }),
        close: () => file.close(),
    };
}

;// CONCATENATED MODULE: ./src/archive/silence-watch.ts


/** Real time on purpose: a connection does not know the clock of a test. */
function watchSilence(stallMs, signal) {
    const controller = new AbortController();
    const seconds = Math.round(stallMs / 100) / 10;
    const silence = new NetworkFault(`nothing came for ${seconds} s`, { mend: 'retry' });
    let listener = null;
    let timer = null;
    let isStopped = false;
    const onSignal = () => abort(reasonOf(signal));
    const abort = (reason) => {
        controller.abort(reason);
        listener?.(reason);
    };
    const pause = () => {
        if (timer !== null)
            clearTimeout(timer);
        timer = null;
    };
    signal.addEventListener('abort', onSignal, { once: true });
    return {
        signal: controller.signal,
        touch() {
            if (isStopped)
                return;
            if (timer === null)
                timer = setTimeout(() => abort(silence), stallMs);
            else
                timer.refresh();
        },
        pause,
        stop() {
            isStopped = true;
            pause();
            signal.removeEventListener('abort', onSignal);
        },
        onAbort(onAbort) {
            listener = onAbort;
        },
        fault: () => (controller.signal.reason === silence ? silence : null),
    };
}

;// CONCATENATED MODULE: ./src/archive/blob-answer.ts






/** Sends one request and waits for its answer. Throws a NetworkFault. */
async function openAnswer(options, span) {
    const { blobs, clock, connections, progress, urls, signal } = options;
    // Before the queue, so that no connection waits for the API; and after it, as the queue may be long.
    await orAborted(urls.get(), signal);
    const connection = await connections.acquire(signal);
    const watch = watchSilence(options.stallMs, signal);
    let ticket = null;
    try {
        ticket = await orAborted(urls.get(), signal);
        const url = await ticket.url;
        progress.requested();
        watch.touch();
        const response = await blobs.get(url, { range: span, signal: watch.signal });
        watch.pause();
        const answer = answerOf({ response, url, span, watch, connection, nowMs: clock.now() });
        urls.accept();
        return answer;
    }
    catch (error) {
        watch.stop();
        connection.release('bad');
        if (signal.aborted)
            throw reasonOf(signal);
        // What the API said, not the blob host: its adapter has tried again already.
        if (error instanceof errors/* UserError */.yo)
            throw error;
        const fault = watch.fault() ?? faultOfError(error);
        if (fault.mend === 'fresh-url' && ticket !== null)
            urls.reject(ticket);
        if (fault.isOverload)
            connections.slowDown();
        throw fault;
    }
}
function answerOf(parts) {
    const { response, span, watch, connection } = parts;
    const { body, headers, status } = response;
    // Until somebody reads the body, its errors are nobody's.
    body.on('error', () => undefined);
    try {
        const place = placeOf(status, headers, span);
        if (place === null)
            throw faultOfStatus(status, headers, parts.nowMs);
        watch.onAbort((reason) => body.destroy(reason));
        return {
            headers,
            url: parts.url,
            body,
            ...place,
            contentBytes: decodeContentLength(headers),
            touch: () => watch.touch(),
            pause: () => watch.pause(),
            close(outcome) {
                watch.stop();
                if (outcome === 'bad')
                    body.destroy();
                connection.release(outcome);
            },
        };
    }
    catch (error) {
        body.destroy();
        throw error;
    }
}
/** What an answer's body holds; null when it is none that we can use. */
function placeOf(status, headers, span) {
    if (status === 200)
        return { isWhole: true, first: 0, totalBytes: decodeContentLength(headers) };
    if (status !== 206 || span === null)
        return null;
    const range = decodeContentRange(headers);
    if (range === null || range.first !== span.first || range.last > span.last) {
        throw new NetworkFault('the blob host answered with another range than it was asked for', {
            mend: 'retry',
        });
    }
    return { isWhole: false, first: range.first, totalBytes: range.totalBytes };
}
/** Reads up to so many bytes of an answer as they come, then closes it. */
function readBody(answer, maxBytes, take) {
    const { body } = answer;
    let missing = maxBytes;
    answer.touch();
    return new Promise((resolve, reject) => {
        const fail = (error) => {
            missing = 0;
            answer.close('bad');
            reject(error);
        };
        body.on('data', (chunk) => {
            answer.touch();
            if (missing === 0)
                return;
            const part = chunk.length <= missing ? chunk : chunk.subarray(0, missing);
            missing -= part.length;
            try {
                take(part);
            }
            catch (error) {
                fail(errorOf(error));
                return;
            }
            if (missing > 0 || answer.contentBytes === maxBytes)
                return;
            // The rest of more than was asked for (a range was ignored) is not worth waiting for.
            answer.close('bad');
            resolve();
        });
        body.on('end', () => {
            answer.close('good');
            resolve();
        });
        body.on('error', (error) => fail(faultOfError(error)));
        body.on('close', () => fail(new NetworkFault('the connection was closed too early', { mend: 'retry' })));
    });
}
/** Reads a whole answer at the pace of its sink. */
async function readWhole(answer, sink, progress) {
    let received = 0;
    const body = answer.body;
    const chunks = body[Symbol.asyncIterator]();
    for (;;) {
        answer.touch();
        const next = await chunks.next().catch((error) => {
            throw faultOfError(error);
        });
        answer.pause();
        if (next.done === true)
            break;
        received += next.value.length;
        progress.downloaded(next.value.length);
        await sink.write(next.value);
    }
    if (answer.contentBytes !== null && received !== answer.contentBytes) {
        throw new NetworkFault(`the body ended after ${received} of ${answer.contentBytes} bytes`, {
            mend: 'retry',
        });
    }
}
/** The API's adapter knows nothing of this download being given up. */
function orAborted(promise, signal) {
    return new Promise((resolve, reject) => {
        const stop = () => reject(reasonOf(signal));
        if (signal.aborted)
            stop();
        signal.addEventListener('abort', stop, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
}

;// CONCATENATED MODULE: ./src/archive/download-error.ts

/** The end of a download, told to the user. */
class DownloadError extends errors/* UserError */.yo {
    fault;
    constructor(message, options) {
        super(message, { hint: options.hint, cause: options.fault });
        this.fault = options.fault;
    }
}
/** Makes it, with the last real cause and the mend. */
function giveUp(source, fault, tries) {
    const after = tries > 1 ? ` after ${tries} tries` : '';
    return new DownloadError(`Downloading ${source.label} failed${after}: ${fault.message}.`, {
        hint: hintFor(fault),
        fault,
    });
}
function hintFor(fault) {
    if (fault.mend === 'none' && fault.status === null) {
        return 'The certificate of the blob host (or of a proxy) is not trusted: name its authority in NODE_EXTRA_CA_CERTS, in the environment of the runner or the job.';
    }
    if (fault.mend === 'fresh-url') {
        return 'The blob host refused freshly signed URLs. The artifact may have been deleted meanwhile, or a proxy changes the request; a wrong clock on the runner does it too.';
    }
    if (fault.isOverload)
        return 'The blob host is overloaded: lower `concurrency`, or run the job again later.';
    return 'Run the job again. If it keeps failing, look at the network or the proxy of the runner.';
}
/** With which a server may mean that it does no ranges (or that the blob is empty). */
const RANGE_REFUSALS = new Set([405, 416, 501]);
/** Whether the server may only have refused the range. */
const isRangeRefusal = (error) => error instanceof DownloadError && error.fault.status !== null && RANGE_REFUSALS.has(error.fault.status);

;// CONCATENATED MODULE: ./src/archive/signed-urls.ts
/** Asks for a URL once for all who need one, and again when it is old or was refused. */
function createUrls(source, options) {
    const { clock, maxAgeMs } = options;
    let current = null;
    let refusals = 0;
    const isOld = (ticket, limitMs) => clock.now() - ticket.signedAtMs > limitMs;
    const fresh = () => {
        if (current === null || isOld(current, maxAgeMs))
            current = { signedAtMs: clock.now(), url: source.getUrl() };
        return current;
    };
    return {
        prefetch() {
            fresh().url.catch(() => undefined);
        },
        async get() {
            const ticket = fresh();
            try {
                await ticket.url;
                return ticket;
            }
            catch (error) {
                if (current === ticket)
                    current = null;
                throw error;
            }
        },
        reject(ticket) {
            if (current !== ticket)
                return;
            if (!isOld(ticket, maxAgeMs / 2))
                refusals += 1;
            current = null;
        },
        accept() {
            refusals = 0;
        },
        refusals: () => refusals,
    };
}

;// CONCATENATED MODULE: ./src/archive/transfer.ts





/** The server did ranges at first and then did not. */
class RangesRefused extends Error {
    name = 'RangesRefused';
}
/** Tries of one range, whatever progress each brings. */
const MAX_TRIES_IN_ALL = 60;
/** How often the host may refuse a URL that the API has only just signed. */
const MAX_REFUSED_URLS = 2;
/** A server that asks for more than this is as good as gone for a job that waits. */
const MAX_RETRY_AFTER_MS = 5 * 60_000;
/**
 * A span may lie behind the end of a blob that is shorter than the API said; its first byte tells the length. And
 * even that may be refused: by a server without ranges, or of an empty blob.
 */
function spansToTry(span) {
    if (span === null)
        return [null];
    return span.first > 0 ? [span, { first: 0, last: 0 }, null] : [span, null];
}
function createTransfer(options) {
    const { source, clock, log, progress, tuning, signal } = options;
    const urls = createUrls(source, { clock, maxAgeMs: tuning.maxUrlAgeMs });
    // While this download waits for room.
    urls.prefetch();
    const asking = { ...options, urls, stallMs: tuning.stallMs };
    let identity = null;
    let pending = null;
    const request = async (span) => {
        const answer = await openAnswer(asking, span);
        try {
            const etag = strongEtag(answer.headers);
            identity ??= { totalBytes: answer.totalBytes, etag };
            if (differ(identity.totalBytes, answer.totalBytes) || differ(identity.etag, etag))
                throw new BlobChanged('the blob changed while it was downloaded');
            return answer;
        }
        catch (error) {
            answer.close('bad');
            throw error;
        }
    };
    /** Tries until it works or trying makes no sense. `attempt` calls `progressed` when a try brought something. */
    const persist = async (attempt) => {
        const count = { inARow: 0, inAll: 0 };
        for (;;) {
            try {
                return await attempt(() => {
                    count.inARow = 0;
                });
            }
            catch (error) {
                if (signal.aborted)
                    throw reasonOf(signal);
                if (!(error instanceof NetworkFault))
                    throw error;
                count.inARow += 1;
                count.inAll += 1;
                if (isHopeless(error, count, tuning) || urls.refusals() >= MAX_REFUSED_URLS)
                    throw giveUp(source, error, count.inARow);
                progress.retried();
                const waitMs = delayMs(error, count.inARow, tuning);
                log.debug(`${source.label}: ${error.message}; trying again in ${waitMs} ms`);
                await clock.sleep(waitMs, signal);
            }
        }
    };
    const takePending = (span) => {
        const answer = pending;
        if (answer?.first !== span.first)
            return null;
        pending = null;
        return answer;
    };
    return {
        async begin(span) {
            pending?.close('bad');
            pending = null;
            for (const candidate of spansToTry(span)) {
                try {
                    pending = await persist(() => request(candidate));
                    break;
                }
                catch (error) {
                    if (candidate === null || !isRangeRefusal(error))
                        throw error;
                }
            }
            if (pending === null)
                throw new Error('A download began without a request');
            return pending;
        },
        async read(span, write) {
            let at = span.first;
            let answer = takePending(span);
            await persist(async (progressed) => {
                while (at <= span.last) {
                    const current = answer ?? (await request({ first: at, last: span.last }));
                    answer = null;
                    if (current.first !== at) {
                        current.close('bad');
                        throw new RangesRefused('the blob host stopped to answer with ranges');
                    }
                    const before = at;
                    await readBody(current, span.last - at + 1, (bytes) => {
                        write(bytes, at);
                        at += bytes.length;
                        progress.downloaded(bytes.length);
                        options.letGo(bytes.length);
                        progressed();
                    });
                    if (at === before)
                        throw new NetworkFault('the blob host sent an empty answer', { mend: 'retry' });
                }
            });
        },
        async readAll(sink) {
            let answer = pending;
            pending = null;
            await persist(async () => {
                const current = answer ?? (await request(null));
                answer = null;
                try {
                    await sink.restart();
                    await readWhole(current, sink, progress);
                    current.close('good');
                }
                finally {
                    current.close('bad');
                }
            });
        },
        close() {
            pending?.close('bad');
            pending = null;
        },
    };
}
/** A weak one may differ between two answers of the same bytes. */
const strongEtag = (headers) => {
    const etag = headers.etag ?? '';
    return etag === '' || etag.startsWith('W/') ? null : etag;
};
const differ = (one, other) => one !== null && other !== null && one !== other;
const isHopeless = (fault, count, tuning) => fault.mend === 'none' ||
    count.inARow >= tuning.maxTries ||
    count.inAll >= MAX_TRIES_IN_ALL ||
    (fault.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS;
/** Exponential, with half of it left to chance so that connections that failed together do not return together. */
function delayMs(fault, tries, tuning) {
    const wholeMs = Math.min(tuning.maxDelayMs, tuning.firstDelayMs * 2 ** (tries - 1));
    const jitteredMs = Math.round(wholeMs * (0.5 + tuning.random() / 2));
    if (fault.mend === 'fresh-url' && tries === 1)
        return 0;
    return Math.max(jitteredMs, fault.retryAfterMs ?? 0);
}

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(75919);
// EXTERNAL MODULE: ./src/garbage.ts
var garbage = __webpack_require__(83992);
;// CONCATENATED MODULE: ./src/archive/collector.ts

/** So many bytes of buffers are left to be collected at once: what fits the processor's cache is used again. */
const COLLECT_EVERY_BYTES = 4 * 1024 * 1024;
/**
 * Counts buffers that were made and let go, and has them collected in time. V8 sees only their small handles and
 * would let some 60 MB of them pile up in every thread before it looks; freed early they are also still in the
 * processor's cache when they are used again, which makes the whole a quarter faster.
 */
function createCollector() {
    let uncollected = 0;
    return (bytes) => {
        uncollected += bytes;
        if (uncollected < COLLECT_EVERY_BYTES)
            return;
        uncollected = 0;
        (0,garbage/* collectGarbage */.i)('minor');
    };
}

;// CONCATENATED MODULE: ./src/archive/unpack-failure.ts

/** The bytes of an entry are not what the directory says. */
class CorruptEntry extends Error {
}
const ZLIB_PROBLEMS = {
    Z_DATA_ERROR: 'its compressed data is broken',
    Z_BUF_ERROR: 'its compressed data is cut off',
    ERR_BUFFER_TOO_LARGE: 'it is more than it says it is',
};
/** What went wrong with an entry: its bytes, the file system, or we. */
function failureOf(error, entryPath) {
    const message = messageOf(error);
    if (error instanceof CorruptEntry)
        return { kind: 'corrupt', path: entryPath, problem: message };
    const code = codeOf(error);
    const problem = ZLIB_PROBLEMS[code];
    if (problem !== undefined)
        return { kind: 'corrupt', path: entryPath, problem };
    return typeof error === 'object' && error !== null && 'syscall' in error
        ? { kind: 'file', path: entryPath, code, message }
        : { kind: 'bug', path: entryPath, message };
}

;// CONCATENATED MODULE: ./src/archive/entry-file.ts
/** The file of an entry while it is unpacked. */



const NEW_FILE_MODE = 0o666;
/**
 * Opens a new file for an entry, and makes its folders where they are not there. Never over something that is there: in
 * a new folder that would be another entry.
 */
function createFile(files, entry) {
    try {
        return files.openSync(entry.targetPath, 'wx', NEW_FILE_MODE);
    }
    catch (error) {
        if (codeOf(error) !== 'ENOENT')
            throw error;
        files.mkdirSync(external_node_path_default().dirname(entry.targetPath), { recursive: true });
        return files.openSync(entry.targetPath, 'wx', NEW_FILE_MODE);
    }
}
/** Writes all bytes, in as many calls as the file system takes. */
function writeAll(files, file, bytes) {
    for (let at = 0; at < bytes.length;)
        at += files.writeSync(file, bytes, at, bytes.length - at);
}
/** Holds an entry to the sizes that the directory gives it, so that no more than those is ever written. */
function createSizeCheck(entry) {
    let total = 0;
    return {
        add(bytes) {
            total += bytes;
            if (total > entry.sizeBytes)
                throw new CorruptEntry(`it is more than the ${entry.sizeBytes} bytes it says it is`);
        },
        end(compressedBytes) {
            if (total < entry.sizeBytes)
                throw new CorruptEntry(`it is ${total} bytes, not the ${entry.sizeBytes} it says it is`);
            if (compressedBytes < entry.compressedBytes)
                throw new CorruptEntry('it holds more than one compressed stream');
        },
    };
}

;// CONCATENATED MODULE: ./src/archive/local-header.ts
/** The header that lies before the bytes of each entry (APPNOTE.TXT 4.3.7). */

const LOCAL_SIGNATURE = 0x04034b50;
const local_header_LOCAL_HEADER_BYTES = 30;
/** Length of a local header, or null while too little of it is there. */
function headerLength(entry, bytes) {
    if (bytes.length < local_header_LOCAL_HEADER_BYTES)
        return null;
    if (bytes.readUInt32LE(0) !== LOCAL_SIGNATURE)
        throw new CorruptEntry('there is no entry where it should be');
    const nameEnd = local_header_LOCAL_HEADER_BYTES + bytes.readUInt16LE(26);
    const end = nameEnd + bytes.readUInt16LE(28);
    if (bytes.length < end)
        return null;
    if (bytes.toString('latin1', local_header_LOCAL_HEADER_BYTES, nameEnd) !== entry.rawName) {
        throw new CorruptEntry('it has another name where it lies than in the directory');
    }
    if (bytes.readUInt16LE(8) !== entry.method) {
        throw new CorruptEntry('it has another method where it lies than in the directory');
    }
    return end;
}
/** The compressed bytes of an entry, out of all that lies at its place. */
function bodyOf(entry, bytes) {
    const start = headerLength(entry, bytes);
    if (start === null || start + entry.compressedBytes > bytes.length) {
        throw new CorruptEntry('it runs into what follows it');
    }
    return bytes.subarray(start, start + entry.compressedBytes);
}

;// CONCATENATED MODULE: ./src/archive/unpack-large.ts





/** Of zlib's output: larger saves calls, smaller stays in the cache. */
const INFLATE_CHUNK_BYTES = 512 * 1024;
/** Unpacks one large entry piece by piece. Throws when its file cannot be made. */
function openEntryStream(files, entry, on) {
    const sink = openSink(files, entry);
    const fail = (error) => {
        if (!sink.isClosed())
            on.failed(error);
    };
    const attempt = (step) => {
        if (sink.isClosed())
            return;
        try {
            step();
        }
        catch (error) {
            fail(error);
        }
    };
    const events = { attempt, fail, letGo: on.letGo, done: (result) => on.done(result) };
    const decoder = entry.method === 8 ? createInflater(sink, events) : createCopier(sink, events);
    let header = Buffer.alloc(0);
    let missingBytes = entry.compressedBytes;
    /** What of some bytes is the entry's body. */
    const body = (bytes) => {
        let rest = bytes;
        if (header !== null) {
            const soFar = Buffer.concat([header, bytes]);
            const length = headerLength(entry, soFar);
            header = length === null ? soFar : null;
            rest =
                length === null
                    ? bytes.subarray(bytes.length)
                    : bytes.subarray(bytes.length - (soFar.length - length));
        }
        const part = rest.subarray(0, missingBytes);
        missingBytes -= part.length;
        return part;
    };
    return {
        write(bytes, consumed) {
            let part = bytes.subarray(bytes.length);
            attempt(() => {
                part = body(bytes);
            });
            if (part.length === 0 || sink.isClosed())
                consumed();
            else
                decoder.write(part, consumed);
        },
        end() {
            attempt(() => {
                if (header !== null || missingBytes > 0)
                    throw new CorruptEntry('it runs into what follows it');
                decoder.end();
            });
        },
        cancel() {
            sink.close();
            decoder.destroy();
        },
    };
}
function openSink(files, entry) {
    const file = createFile(files, entry);
    const digest = (0,external_node_crypto_.createHash)('sha256');
    const size = createSizeCheck(entry);
    let crc = 0;
    let isOpen = true;
    const close = () => {
        if (!isOpen)
            return;
        isOpen = false;
        files.closeSync(file);
    };
    return {
        write(bytes) {
            size.add(bytes.length);
            crc = external_node_zlib_default().crc32(bytes, crc);
            digest.update(bytes);
            writeAll(files, file, bytes);
        },
        finish(compressedBytes) {
            size.end(compressedBytes);
            if (crc !== entry.crc32)
                throw new CorruptEntry('it fails its checksum (CRC-32)');
            close();
            return { sha256: digest.digest('hex'), content: '' };
        },
        close,
        isClosed: () => !isOpen,
    };
}
const createCopier = (sink, on) => ({
    write(bytes, consumed) {
        on.attempt(() => sink.write(bytes));
        consumed();
    },
    end: () => on.done(sink.finish(Infinity)),
    destroy: () => undefined,
});
function createInflater(sink, on) {
    const inflater = external_node_zlib_default().createInflateRaw({ chunkSize: INFLATE_CHUNK_BYTES });
    let ready = [];
    const drain = () => {
        const chunks = ready;
        ready = [];
        on.attempt(() => chunks.forEach((chunk) => sink.write(chunk)));
    };
    // Not written at once: zlib starts on the next chunk, in its own thread, when this handler has returned.
    inflater.on('data', (chunk) => {
        on.letGo(chunk.length);
        if (ready.length === 0)
            process.nextTick(drain);
        ready.push(chunk);
    });
    inflater.on('error', (error) => on.fail(error));
    inflater.on('end', () => {
        drain();
        on.attempt(() => on.done(sink.finish(inflater.bytesWritten)));
    });
    // An inflater that is destroyed forgets the write it is at.
    const unconsumed = new Set();
    inflater.on('close', () => unconsumed.forEach((consumed) => consumed()));
    return {
        write(bytes, consumed) {
            const done = () => {
                if (unconsumed.delete(done))
                    consumed();
            };
            unconsumed.add(done);
            inflater.write(bytes, done);
        },
        end: () => inflater.end(),
        destroy: () => inflater.destroy(),
    };
}

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./src/archive/unpack-small.ts







/** RFC 1952: deflate, no name, no time, system unknown. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const GZIP_TRAILER_BYTES = 8;
/** Unpacks small entries whose bytes are all there. Never throws. */
function unpackBatch(files, request) {
    const { job, entries, pieces } = request;
    let current = entries[0];
    try {
        const bodies = entries.map((entry, index) => {
            current = entry;
            return bodyOf(entry, joined(pieces[index] ?? []));
        });
        const together = inflateTogether(entries, bodies);
        const contents = together?.contents ??
            entries.map((entry, index) => {
                current = entry;
                return contentOf(entry, bodies[index] ?? NOTHING);
            });
        const results = entries.map((entry, index) => {
            current = entry;
            return keep(files, entry, contents[index] ?? NOTHING);
        });
        together?.free();
        return { kind: 'done', job, results };
    }
    catch (error) {
        return { kind: 'failed', job, failure: failureOf(error, current?.path ?? '') };
    }
}
function joined(pieces) {
    const [only] = pieces;
    return pieces.length === 1 && only !== undefined ? viewOf(only) : Buffer.concat(pieces.map(viewOf));
}
/**
 * All entries in one call of zlib, as each call costs as much as inflating a small file: deflated entries become
 * the members of one gzip stream, whose trailers make zlib check CRC and size of each. When every trailer is right
 * and the whole is as long as all entries together, each entry lies where the sizes say. Null when something is
 * wrong with one of them.
 */
function inflateTogether(entries, bodies) {
    const deflated = bodies.filter((_, index) => entries[index]?.method === 8);
    const overhead = deflated.length * (GZIP_HEADER.length + GZIP_TRAILER_BYTES);
    const input = Buffer.allocUnsafe(overhead + sum(deflated.map((body) => body.length)));
    let inputEnd = 0;
    let totalBytes = 0;
    for (const [index, entry] of entries.entries()) {
        const body = bodies[index];
        if (body === undefined)
            return null;
        if (entry.method !== 8) {
            if (external_node_zlib_default().crc32(body) !== entry.crc32)
                return null;
            continue;
        }
        inputEnd += GZIP_HEADER.copy(input, inputEnd);
        inputEnd += body.copy(input, inputEnd);
        inputEnd = input.writeUInt32LE(entry.crc32, inputEnd);
        inputEnd = input.writeUInt32LE(entry.sizeBytes, inputEnd);
        totalBytes += entry.sizeBytes;
    }
    const output = inputEnd === 0 ? NOTHING : gunzipExactly(input, totalBytes);
    freeNow(input, input.length);
    if (output === null)
        return null;
    let at = 0;
    const contents = entries.map((entry, index) => {
        if (entry.method !== 8)
            return bodies[index] ?? NOTHING;
        at += entry.sizeBytes;
        return output.subarray(at - entry.sizeBytes, at);
    });
    return { contents, free: () => freeNow(output, gunzipChunkBytes(totalBytes)) };
}
const NOTHING = Buffer.alloc(0);
/** One byte more than is expected, so that zlib need not be asked a second time whether that was all. */
const gunzipChunkBytes = (totalBytes) => Math.max(64, totalBytes + 1);
function gunzipExactly(input, totalBytes) {
    try {
        const output = external_node_zlib_default().gunzipSync(input, {
            chunkSize: gunzipChunkBytes(totalBytes),
            maxOutputLength: totalBytes + 1,
        });
        return output.length === totalBytes ? output : null;
    }
    catch {
        return null;
    }
}
/**
 * Frees a buffer that has its memory for itself, which is then `bytes` long (small ones share theirs). A collection
 * would do it much later: the object that zlib makes for each call holds on to its output until a full one.
 */
function freeNow(buffer, bytes) {
    const memory = buffer.buffer;
    if (memory instanceof ArrayBuffer && bytes > 0 && memory.byteLength === bytes)
        memory.transfer(0);
}
/** One entry by itself: slower, and says what is wrong. */
function contentOf(entry, body) {
    const content = entry.method === 8 ? inflateExactly(entry, body) : body;
    if (external_node_zlib_default().crc32(content) !== entry.crc32)
        throw new CorruptEntry('it fails its checksum (CRC-32)');
    return content;
}
function inflateExactly(entry, body) {
    const check = createSizeCheck(entry);
    const inflated = external_node_zlib_default().inflateRawSync(body, { info: true, maxOutputLength: entry.sizeBytes + 1 });
    if (!isInflated(inflated))
        throw new Error('zlib gave no info');
    check.add(inflated.buffer.length);
    check.end(inflated.engine.bytesWritten);
    return inflated.buffer;
}
/** Node's types do not know the option `info`. */
const isInflated = (value) => typeof value === 'object' && value !== null && 'buffer' in value && 'engine' in value;
/** Writes an entry, or hands back what a link holds. */
function keep(files, entry, content) {
    const sha256 = (0,external_node_crypto_.hash)('sha256', content, 'hex');
    if (entry.kind === 'link') {
        if (!(0,external_node_buffer_.isUtf8)(content))
            throw new CorruptEntry('it is a symlink whose target is not valid UTF-8');
        return { sha256, content: content.toString('utf8') };
    }
    const file = createFile(files, entry);
    try {
        writeAll(files, file, content);
    }
    finally {
        files.closeSync(file);
    }
    return { sha256, content: '' };
}
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

;// CONCATENATED MODULE: ./src/archive/unpack-worker.ts
/**
 * Turns the bytes of zip entries into files: inflate, CRC, size, SHA-256, write. Runs in worker threads, and in
 * the main thread where an archive is too small to be worth one. As a thread's entry it is a bundle of its own, so it
 * imports little.
 */







/** Marks the threads that are ours. */
const UNPACK_THREAD = 'actions-steward-unpack';
/**
 * Answers requests, in order within a job. Never throws: what goes wrong is a reply. Every `piece` is answered by
 * one `consumed`, also after its job failed, because its sender waits for the memory.
 */
function createUnpacker(files, reply) {
    const streams = new Map();
    const letGo = createCollector();
    const drop = (job) => {
        streams.get(job)?.cancel();
        streams.delete(job);
    };
    const open = (job, entry) => {
        const failed = (error) => {
            drop(job);
            reply({ kind: 'failed', job, failure: failureOf(error, entry.path) });
        };
        try {
            const stream = openEntryStream(files, entry, {
                failed,
                letGo,
                done(result) {
                    streams.delete(job);
                    reply({ kind: 'done', job, results: [result] });
                },
            });
            streams.set(job, stream);
        }
        catch (error) {
            failed(error);
        }
    };
    return (request) => {
        const { job } = request;
        switch (request.kind) {
            case 'batch':
                reply(unpackBatch(files, request));
                // Here, where nothing refers to them any more: what outlives a collection is kept for long.
                letGo(request.entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0));
                break;
            case 'open':
                open(job, request.entry);
                break;
            case 'piece': {
                const consumed = () => reply({ kind: 'consumed', job });
                const stream = streams.get(job);
                if (stream === undefined)
                    consumed();
                else
                    stream.write(viewOf(request.piece), consumed);
                break;
            }
            case 'close':
                streams.get(job)?.end();
                break;
            case 'cancel':
                if (!streams.has(job))
                    break;
                drop(job);
                reply({ kind: 'failed', job, failure: { kind: 'bug', path: '', message: 'cancelled' } });
                break;
        }
    };
}
if (external_node_worker_threads_.workerData === UNPACK_THREAD && external_node_worker_threads_.parentPort !== null) {
    const port = external_node_worker_threads_.parentPort;
    const unpack = createUnpacker((external_node_fs_default()), (message) => port.postMessage(message));
    port.on('message', (request) => unpack(request));
}

;// CONCATENATED MODULE: ./src/archive/unpackers.ts





/** The file system said no to an entry. */
class FileError extends Error {
    code;
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}
/** Below this, starting threads (some 30 ms and 50 MB) costs more than it saves. */
const MIN_BYTES_FOR_THREADS = 16 * 1024 * 1024;
const MIN_ENTRIES_FOR_THREADS = 300;
/**
 * One thread inflates, hashes and writes faster than a download brings bytes, and this thread helps it with small
 * files. A second would find little to do, as making files takes turns in the kernel, and cost 35 MB.
 */
const DEFAULT_THREAD_COUNT = 1;
/** Work that a thread may have before it before this thread takes a batch itself. */
const HELP_FROM_BYTES = 3 * 1024 * 1024;
/**
 * The file that threads run: in the sources TypeScript, which Node strips; in `dist` the JavaScript that the build
 * puts beside the bundle, as stripping takes a thread 30 MB and 50 ms.
 */
const THREAD_FILE = new URL(import.meta.url.endsWith('.ts') ? 'unpack-worker.ts' : 'unpack-worker.js', import.meta.url);
/** Without it all is done in this thread: slower, and right. */
const HAS_THREAD_FILE = (0,external_node_fs_.existsSync)(THREAD_FILE);
/** A part of a job's cost that no byte shows: making a file. */
const ENTRY_COST_BYTES = 16 * 1024;
function createUnpackers(options) {
    const here = createLane(inlinePort(options.files));
    const threads = [];
    let expectedBytes = 0;
    let expectedEntries = 0;
    const leastBusy = () => threads.reduce((best, lane) => (lane.load() < best.load() ? lane : best), threads[0] ?? here);
    return {
        expect(work) {
            expectedBytes += work.bytes;
            expectedEntries += work.entries;
            const isEnough = expectedBytes >= MIN_BYTES_FOR_THREADS || expectedEntries >= MIN_ENTRIES_FOR_THREADS;
            while (isEnough && HAS_THREAD_FILE && threads.length < options.threadCount)
                threads.push(createLane(threadPort()));
        },
        unpackBatch(entries, pieces) {
            const thread = leastBusy();
            const lane = here.load() === 0 && thread.load() > HELP_FROM_BYTES ? here : thread;
            const { job, results } = lane.start(entries);
            lane.post({ kind: 'batch', job, entries, pieces });
            return results;
        },
        unpackStream(entry) {
            const lane = leastBusy();
            const { job, results } = lane.start([entry]);
            lane.post({ kind: 'open', job, entry });
            return {
                write: (piece) => lane.postPiece(job, piece),
                end: () => lane.post({ kind: 'close', job }),
                cancel: () => lane.post({ kind: 'cancel', job }),
                result: results.then(([result]) => {
                    if (result === undefined)
                        throw new Error('An unpacker answered without a result');
                    return result;
                }),
            };
        },
        async close() {
            await Promise.all([here, ...threads].map((lane) => lane.close()));
        },
    };
}
function createLane(port) {
    const jobs = new Map();
    /** By job, oldest first. Outlives the job: a failed one still holds the memory of its pieces. */
    const pieces = new Map();
    let lastJob = 0;
    let load = 0;
    let death = null;
    const settle = (number, how) => {
        const job = jobs.get(number);
        if (job === undefined)
            return;
        jobs.delete(number);
        load -= job.cost;
        how(job);
    };
    const consumed = (job) => {
        const waiting = pieces.get(job);
        waiting?.shift()?.();
        if (waiting?.length === 0)
            pieces.delete(job);
    };
    const die = (error) => {
        death ??= error;
        for (const number of [...jobs.keys()])
            settle(number, (job) => job.reject(error));
        for (const waiting of pieces.values())
            waiting.forEach((resolve) => resolve());
        pieces.clear();
    };
    port.listen((reply) => {
        if (reply.kind === 'consumed')
            consumed(reply.job);
        else if (reply.kind === 'done')
            settle(reply.job, (job) => job.resolve(reply.results));
        else
            settle(reply.job, (job) => job.reject(unpackers_errorOf(reply.failure)));
    }, die);
    return {
        start(entries) {
            lastJob += 1;
            const job = lastJob;
            const cost = entries.reduce((total, entry) => total + entry.sizeBytes + ENTRY_COST_BYTES, 0);
            const results = new Promise((resolve, reject) => {
                if (death !== null) {
                    reject(death);
                    return;
                }
                load += cost;
                jobs.set(job, { cost, resolve, reject });
            });
            return { job, results };
        },
        post(request) {
            if (death === null)
                port.post(request);
        },
        postPiece: (job, piece) => new Promise((resolve) => {
            if (death !== null) {
                resolve();
                return;
            }
            pieces.set(job, [...(pieces.get(job) ?? []), resolve]);
            port.post({ kind: 'piece', job, piece });
        }),
        load: () => load,
        async close() {
            await port.close();
            die(new Error('Unpacking was stopped'));
        },
    };
}
function unpackers_errorOf(failure) {
    switch (failure.kind) {
        case 'corrupt':
            return corrupt(`is broken at ${quoted(failure.path)}: ${failure.problem}`);
        case 'file':
            return new FileError(failure.code, failure.message);
        case 'bug':
            return new Error(failure.message);
    }
}
/** In this thread: one request a turn of the event loop, so that downloads go on in between. */
function inlinePort(files) {
    let handle = () => undefined;
    let isClosed = false;
    return {
        post: (request) => {
            setImmediate(() => {
                if (!isClosed)
                    handle(request);
            });
        },
        listen(onReply) {
            handle = createUnpacker(files, onReply);
        },
        close() {
            isClosed = true;
            return Promise.resolve();
        },
    };
}
function threadPort() {
    const worker = new external_node_worker_threads_.Worker(THREAD_FILE, {
        workerData: UNPACK_THREAD,
        name: 'unpack',
        // Small heaps: the bytes are outside of them, and each thread would keep its garbage for long.
        resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
    });
    return {
        post: (request) => worker.postMessage(request),
        listen(onReply, onDeath) {
            worker.on('message', onReply);
            worker.on('error', (error) => onDeath(new Error(messageOf(error), { cause: error })));
            worker.on('exit', () => onDeath(new Error('An unpacking thread ended too early')));
        },
        async close() {
            await worker.terminate();
        },
    };
}

;// CONCATENATED MODULE: ./src/archive/tuning.ts



const MIB = 1024 * 1024;
/** All slabs together. With Node's own 60 MB and the threads that stays well below 200 MB. */
const MAX_SLAB_MEMORY = 32 * MIB;
const MAX_SLAB_BYTES = 2 * MIB;
const MIN_SLAB_BYTES = 512 * 1024;
/** Two are filled by each connection, and some are being emptied meanwhile. */
const slabsFor = (concurrency) => 2 * concurrency + 4;
/** The numbers of production. */
function defaultTuning(concurrency) {
    const slabCount = slabsFor(concurrency);
    const fitting = Math.floor(MAX_SLAB_MEMORY / slabCount / MIN_SLAB_BYTES) * MIN_SLAB_BYTES;
    return {
        slabCount,
        slabBytes: Math.min(MAX_SLAB_BYTES, Math.max(MIN_SLAB_BYTES, fitting)),
        threadCount: DEFAULT_THREAD_COUNT,
        // The toolkit's own limit.
        stallMs: 30_000,
        maxTries: 6,
        firstDelayMs: 500,
        maxDelayMs: 20_000,
        // GitHub's signed URLs live about a minute.
        maxUrlAgeMs: 45_000,
        progressMs: 5_000,
        random: Math.random,
        files: (external_node_fs_default()),
        openSpoolFile: (path) => (0,promises_.open)(path, 'wx+'),
    };
}

;// CONCATENATED MODULE: ./src/archive/stage.ts


















/**
 * Downloads, verifies and extracts every source into a staging folder beside the target, or throws one
 * UserError (that names the source) after removing what it staged. Publishes nothing.
 */
const stage = (world, sources, options) => stageWith(world, { sources, options, tuning: defaultTuning(options.concurrency) });
/** As `stage`, with other numbers. */
async function stageWith(world, request) {
    const { sources, options, tuning } = request;
    world.signal.throwIfAborted();
    sources.forEach((source) => requireDigest(source, options));
    const staging = makeStagingFolder(options.targetFolder, world.clock.now());
    const progress = createProgress({
        clock: world.clock,
        log: world.log,
        sourceCount: sources.length,
        everyMs: tuning.progressMs,
    });
    const unpackers = createUnpackers(tuning);
    const controller = new AbortController();
    const engine = {
        world,
        options,
        tuning,
        staging,
        slabs: createSlabs({ count: tuning.slabCount, slabBytes: tuning.slabBytes }),
        connections: createConnections(options.concurrency),
        unpackers,
        budget: createBudget(options),
        progress,
        letGo: createCollector(),
        signal: AbortSignal.any([world.signal, controller.signal]),
    };
    try {
        const archives = await inParallel(sources, {
            // Two more than there are connections, so that these are busy while the last bytes are unpacked.
            limit: options.concurrency + 2,
            controller,
            run: (source, index) => stageSource(engine, source, index),
        });
        return { archives, stats: progress.stats(), discard: () => staging.remove(world.signal) };
    }
    catch (error) {
        await unpackers.close();
        await staging.remove(world.signal);
        throw world.signal.aborted ? reasonOf(world.signal) : error;
    }
    finally {
        progress.stop();
        await unpackers.close();
    }
}
/** Runs a task for each item, so many at once. When one fails, waits until the others have stopped and throws. */
async function inParallel(items, options) {
    const { controller } = options;
    const results = new Array(items.length);
    const waiting = items.entries();
    const failures = [];
    const worker = async () => {
        for (const [index, item] of waiting) {
            if (failures.length > 0)
                return;
            try {
                results[index] = await options.run(item, index);
            }
            catch (error) {
                failures.push(error);
                controller.abort(error);
            }
        }
    };
    await Promise.all(Array.from({ length: options.limit }, worker));
    if (failures.length > 0)
        throw failures[0];
    return results;
}
function requireDigest(source, options) {
    if (options.digest !== 'require' || expectedSha256(source) !== null)
        return;
    throw new errors/* UserError */.yo(`The SHA-256 digest of ${source.label} is not known, and \`digest: require\` asks for it.`, {
        hint: 'GitHub Enterprise Server and artifacts uploaded before 2025 have none: `digest: verify` checks it where it is known.',
    });
}
/** Hex; null when it is not known, or not a SHA-256. */
const expectedSha256 = (source) => /^sha256:([0-9a-f]{64})$/i.exec(source.digest ?? '')?.[1]?.toLowerCase() ?? null;
/** One source: a second, whole download when the bytes of the first are not what was uploaded. */
async function stageSource(engine, source, index) {
    const { options, world } = engine;
    const wantsParts = options.wantsEntry !== null && options.unzip && options.digest !== 'require';
    let mode = wantsParts ? 'parts' : 'ranges';
    let isLast = false;
    for (let attempt = 1;; attempt += 1) {
        try {
            const folder = external_node_path_default().join(engine.staging.path, `${index}-${attempt}`);
            const result = await tryOnce(engine, source, { folder, mode });
            const digestState = judge(result, source, { policy: options.digest, isLast });
            engine.progress.archiveDone();
            return finished(engine, { source, result, digestState });
        }
        catch (error) {
            if (engine.signal.aborted)
                throw reasonOf(engine.signal);
            if (error instanceof RangesRefused && mode !== 'stream') {
                mode = 'stream';
                continue;
            }
            if (isLast || !isMendedByAnother(error))
                throw stage_explained(engine, source, error);
            world.log.warning(`${capital(source.label)} ${messageOf(error)}. Downloading it once more.`);
            mode = mode === 'parts' ? 'ranges' : mode;
            isLast = true;
        }
    }
}
const isMendedByAnother = (error) => error instanceof BlobChanged || (error instanceof ArchiveError && error.kind === 'corrupt');
/** One download, with all that it claimed and opened given back when it fails. */
async function tryOnce(engine, source, how) {
    const { tuning, budget, world } = engine;
    const controller = new AbortController();
    const stop = () => controller.abort(reasonOf(engine.signal));
    engine.signal.addEventListener('abort', stop, { once: true });
    const { signal } = controller;
    const transfer = createTransfer({ ...engine, ...world, source, signal });
    const tasks = [];
    const claimed = [];
    const attempt = {
        ...engine,
        source,
        transfer,
        controller,
        folder: how.folder,
        foldsCase: engine.staging.foldsCase,
        platform: process.platform,
        claim(share) {
            budget.claim(share);
            claimed.push(share);
        },
        async openSpool(file) {
            const spool = await openSpool(file, { open: tuning.openSpoolFile, maxBytes: engine.options.maxBytes });
            tasks.push(() => spool.close());
            return spool;
        },
        atEnd: (task) => tasks.push(task),
    };
    try {
        external_node_fs_default().mkdirSync(how.folder);
        return await readArchive(attempt, how.mode);
    }
    catch (error) {
        claimed.forEach((share) => budget.giveBack(share));
        controller.abort(error);
        await Promise.allSettled(tasks.splice(0).map((task) => task()));
        // With the last attempt goes the whole staging folder.
        if (!engine.signal.aborted)
            external_node_fs_default().rmSync(how.folder, { recursive: true, force: true });
        throw error;
    }
    finally {
        transfer.close();
        await Promise.allSettled(tasks.map((task) => task()));
        external_node_fs_default().rmSync(`${how.folder}.part`, { force: true });
        engine.signal.removeEventListener('abort', stop);
    }
}
/** What the digest of the whole says. Throws when it is not what was uploaded and that matters. */
function judge(result, source, how) {
    const expected = expectedSha256(source);
    if (how.policy === 'off' || result.sha256 === null)
        return 'not-checked';
    if (expected === null)
        return 'unknown';
    if (result.sha256 === expected)
        return 'verified';
    if (how.policy === 'warn' && how.isLast)
        return 'mismatch';
    throw corrupt(`is not what was uploaded: its SHA-256 is ${result.sha256}, not ${expected}`);
}
function finished(engine, done) {
    const { result, digestState } = done;
    const { kind, files, emptyFolders, sha256 } = result;
    if (digestState === 'mismatch') {
        engine.world.log.warning(`${capital(done.source.label)} is not what was uploaded: its SHA-256 is another.`);
    }
    return { kind, files, emptyFolders, digestState, actualDigest: sha256 === null ? null : `sha256:${sha256}` };
}
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** The error of a source, for the user. What is none of theirs (a bug) stays what it is. */
function stage_explained(engine, source, error) {
    if (error instanceof errors/* UserError */.yo)
        return error;
    if (isFileFault(error)) {
        return explainFileFault(error, {
            action: `write ${source.label} to ${engine.options.targetFolder}`,
            folder: engine.staging.path,
            neededBytes: engine.budget.neededBytes(),
        });
    }
    if (error instanceof BlobChanged || error instanceof RangesRefused) {
        return new errors/* UserError */.yo(`Downloading ${source.label} failed: ${error.message}.`, {
            hint: 'Somebody may be replacing the artifact, or a proxy mixes up answers. Run the job again.',
            cause: error,
        });
    }
    if (error instanceof ArchiveError) {
        return new errors/* UserError */.yo(`${capital(source.label)} ${error.message}.`, {
            hint: HINTS[error.kind],
            cause: error,
        });
    }
    return error;
}
const HINTS = {
    corrupt: 'It was downloaded twice with the same result, so it is stored like that: run the job that uploads it again. Nothing was written.',
    capped: 'If that much is meant, raise the cap; else fetch less (name, files, history). Nothing was written.',
    refused: 'An entry like this is how archives attack whoever unpacks them; upload-artifact makes none. Nothing was written.',
};

// EXTERNAL MODULE: ./src/text/patterns.ts + 1 modules
var patterns = __webpack_require__(17870);
;// CONCATENATED MODULE: ./src/fetch/findings.ts
/** Whether something of the run is taken: a run asked for by its id may have nothing. */
const hasContent = ({ artifacts, jobs }) => artifacts.length > 0 || jobs.length > 0;
/** What is known of a run that the API gave. */
const identityOf = (run) => ({
    id: run.id,
    number: run.number,
    attempt: run.attempt,
    url: run.url,
    workflowName: run.workflowName,
    event: run.event,
    headSha: run.headSha,
    headBranch: run.headBranch,
    status: run.status,
    conclusion: run.conclusion,
    createdAtMs: run.createdAtMs,
});
/** `octo/app`. */
const fullName = ({ owner, name }) => `${owner}/${name}`;
/** Whether two names are of one repository; GitHub's names do not differ by case alone. */
const isSameRepository = (one, other) => fullName(one).toLowerCase() === fullName(other).toLowerCase();
/** `run 7 of octo/app`. */
const describeRun = (repository, runId) => `run ${runId} of ${fullName(repository)}`;

;// CONCATENATED MODULE: ./src/fetch/plan-layout.ts
/** Where each artifact goes below `path`. Pure. */

/** Windows and macOS, as they are set up. */
const isCaseInsensitive = (platform) => platform === 'win32' || platform === 'darwin';
/** One key for all ways to write a path that are one file here. */
const pathKey = (path, { isCaseInsensitive }) => isCaseInsensitive ? path.normalize('NFC').toLowerCase() : path;
/**
 * The folder of each artifact, in the order given: empty for `path` itself, else with `/` between its parts. Names
 * become safe components; artifacts whose names differ never share a folder by that, whatever their order.
 */
function plan_layout_planFolders(placed, layout, rules) {
    if (layout === 'flat')
        return placed.map(() => '');
    const parentOf = ({ runId }) => (layout === 'by-run' ? String(runId) : '');
    const names = folderNames(placed, parentOf, rules);
    return placed.map((each) => {
        const parent = parentOf(each);
        const name = names.get(nameKey(parent, each.artifact.name)) ?? safeFileName(each.artifact.name);
        return parent === '' ? name : `${parent}/${name}`;
    });
}
const nameKey = (parent, name) => `${parent}/${name}`;
/** The folder name of every artifact name below each parent. */
function folderNames(placed, parentOf, rules) {
    const folders = new Map();
    const takenKeys = new Set();
    // A name that is safe as it is keeps its folder; of the others the oldest id comes first.
    const inOrder = placed.toSorted((one, other) => Number(isSafe(other.artifact.name)) - Number(isSafe(one.artifact.name)) ||
        one.artifact.id - other.artifact.id);
    for (const each of inOrder) {
        const parent = parentOf(each);
        const key = nameKey(parent, each.artifact.name);
        if (folders.has(key))
            continue;
        const plain = safeFileName(each.artifact.name);
        const isTaken = takenKeys.has(pathKey(nameKey(parent, plain), rules));
        const folder = isTaken ? `${plain}~${each.artifact.id}` : plain;
        folders.set(key, folder);
        takenKeys.add(pathKey(nameKey(parent, folder), rules));
    }
    return folders;
}
const isSafe = (name) => safeFileName(name) === name;
/** `03_build _ test.txt`: the job's place, with as many digits as the last one has, two at least. */
function logFileName(place, of, jobName) {
    const digits = Math.max(2, String(of).length);
    return `${String(place).padStart(digits, '0')}_${safeFileName(jobName)}.txt`;
}

// EXTERNAL MODULE: ./src/select/branches.ts
var branches = __webpack_require__(31966);
// EXTERNAL MODULE: ./src/select/workflows.ts
var select_workflows = __webpack_require__(54713);
;// CONCATENATED MODULE: ./src/fetch/render-request.ts




/** The selectors that were in force, defaults included, in the order of the tests. */
function describeRequest(inputs, request) {
    const { selectors } = inputs;
    const { runSelectors } = request;
    const isDefaultWorkflow = request.ask.kind === 'search' && request.ask.isOfCurrentWorkflow;
    const lines = [
        ['repository', fullName(inputs.repository)],
        ['target', inputs.target === 'artifacts' ? null : inputs.target],
        ['run-id', addresses(selectors.runIds)],
        ['artifact-id', addresses(selectors.artifactIds)],
        ['workflow', isDefaultWorkflow ? 'the current one' : workflows(selectors.workflow)],
        ['run-number', selectors.runNumbers?.join(', ') ?? null],
        ['branch', render_request_branches(selectors.branch)],
        ['event', words(selectors.event)],
        ['actor', words(selectors.actor)],
        ['commit', commitText(inputs)],
        ['ancestors', inputs.ancestors === 0 ? null : String(inputs.ancestors)],
        ['pull-request', selectors.pullRequest === null ? null : String(selectors.pullRequest)],
        ['created', range(selectors.created)],
        ['older-than', duration(selectors.olderThanMs)],
        ['newer-than', duration(selectors.newerThanMs)],
        ['conclusion', words(runSelectors.conclusion)],
        ['name', render_request_patterns(selectors.name)],
        ['min-size', size(selectors.minSizeBytes)],
        ['max-size', size(selectors.maxSizeBytes)],
        ['min-count', inputs.minCount === 1 ? null : String(inputs.minCount)],
        ['job', render_request_patterns(selectors.job)],
        ['history', inputs.history === 1 ? null : String(inputs.history)],
        ['wait', duration(inputs.waitMs)],
    ];
    return lines.flatMap(([input, text]) => (text === null ? [] : [{ input, text }]));
}
const render_request_joined = (includes, excludes) => [...includes, ...excludes.map((text) => `!${text}`)].join(', ');
const addresses = (list) => list
    ?.map(({ id, repository }) => (repository === null ? String(id) : `${fullName(repository)}/${id}`))
    .join(', ') ?? null;
const workflows = (list) => list && render_request_joined(list.includes.map(select_workflows/* describeWorkflowLine */.Zt), list.excludes.map(select_workflows/* describeWorkflowLine */.Zt));
const render_request_branches = (list) => list && render_request_joined(list.includes.map(branches/* describeBranchLine */.iL), list.excludes.map(branches/* describeBranchLine */.iL));
const words = (list) => list && render_request_joined(list.includes, list.excludes);
const render_request_patterns = (list) => list &&
    render_request_joined(list.includes.map(({ source }) => source), list.excludes.map(({ source }) => source));
const duration = (ms) => (ms === null ? null : (0,format/* formatDuration */.a3)(ms));
const size = (bytes) => (bytes === null ? null : (0,format/* formatBytes */.z3)(bytes));
const commitText = ({ selectors: { commit } }) => commit === null ? null : commit.kind === 'merge-base' ? 'merge-base' : commit.ref;
function range(value) {
    if (value === null)
        return null;
    const { fromMs, toMs } = value;
    return [fromMs, toMs].map((ms) => (ms === null ? '*' : (0,format/* formatTimestamp */.Ey)(ms))).join(' .. ');
}

;// CONCATENATED MODULE: ./src/fetch/plan.ts




/** Decides what is fetched and where it goes. */
function planFetch(inputs, request, options) {
    const { findings, platform } = options;
    const missing = findings.missing;
    const isFound = missing.length === 0;
    const artifacts = planArtifacts(inputs, request, { findings, platform });
    const failure = isFound || inputs.ifMissing !== 'fail'
        ? digestFailure(inputs, artifacts)
        : missFailure(missing, { asked: askedFor(inputs, request), nearestNames: findings.nearestNames });
    const goesOn = failure === null;
    return {
        request,
        findings,
        isFound,
        artifacts: goesOn ? artifacts : [],
        logs: goesOn && inputs.target === 'logs' ? findings.taken.flatMap(planLogs) : [],
        jobs: goesOn && inputs.target === 'jobs' ? findings.taken.flatMap(planJobs) : [],
        failure,
        warnings: goesOn && !isFound && inputs.ifMissing === 'warn' ? [missText(missing, askedFor(inputs, request))] : [],
    };
}
function planArtifacts(inputs, request, { findings, platform }) {
    const all = findings.taken.flatMap((run) => run.artifacts.map((taken) => ({ ...taken, run })));
    const folders = plan_layout_planFolders(all.map(({ artifact, run }) => ({ artifact, runId: run.identity.id })), request.layout, { isCaseInsensitive: isCaseInsensitive(platform) });
    return all.map((each, index) => ({
        ...each,
        folder: folders[index] ?? '',
        digest: inputs.expectedDigest ?? each.artifact.digest,
    }));
}
const planLogs = ({ jobs, repository, identity }) => jobs.map((numbered) => ({
    ...numbered,
    repository,
    runId: identity.id,
    folder: String(identity.id),
    fileName: logFileName(numbered.place, numbered.of, numbered.job.name),
}));
const planJobs = (run) => run.jobs.length === 0 ? [] : [{ run, folder: String(run.identity.id), fileName: 'jobs.json' }];
const maxListed = 10;
function missFailure(missing, { asked, nearestNames }) {
    const hints = [...new Set(missing.map(({ hint }) => hint).filter((hint) => hint !== ''))];
    return {
        message: missText(missing, asked),
        hint: [
            ...hints,
            ...(nearestNames.length === 0 ? [] : [nearestText(nearestNames)]),
            'The log and the job summary show what was looked at. To go on without it, set if-missing: warn.',
        ].join(' '),
    };
}
/** `Nearest names that exist: a, b.` */
const nearestText = (names) => `Nearest names that exist: ${names.join(', ')}.`;
const maxAskedLength = 400;
/** The selectors of a search; addresses are named by what is missing. */
const askedFor = (inputs, request) => request.ask.kind === 'search'
    ? (0,format/* shorten */.ml)(describeRequest(inputs, request)
        .map(({ input, text }) => `${input}: ${text}`)
        .join('; '), maxAskedLength)
    : '';
function missText(missing, asked) {
    const shown = missing.slice(0, maxListed).map(({ what }) => what);
    const rest = missing.length - shown.length;
    const text = `Not found: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
    return asked === '' ? text : `${text} Asked for: ${asked}.`;
}
/** What is known of digests before a byte is downloaded. */
function digestFailure(inputs, artifacts) {
    if (inputs.target !== 'artifacts')
        return null;
    const { expectedDigest } = inputs;
    if (expectedDigest !== null)
        return pinFailure(expectedDigest, artifacts);
    const unknown = artifacts.filter(({ digest }) => digest === null);
    const [first] = unknown;
    if (inputs.digest !== 'require' || first === undefined)
        return null;
    return {
        message: `digest: require, but GitHub lists no digest for ${describeArtifact(first)}${unknown.length > 1 ? ` and ${unknown.length - 1} more` : ''}.`,
        hint: 'Digests exist for uploads by actions/upload-artifact 4 and later, and not on GitHub Enterprise Server. Use digest: verify, or pin the one artifact with expected-digest.',
    };
}
function pinFailure(expected, artifacts) {
    const [only, second] = artifacts;
    if (only === undefined)
        return null;
    if (second !== undefined)
        return {
            message: `expected-digest pins one artifact, and ${artifacts.length} were asked for.`,
            hint: 'Name the one artifact with artifact-id or name.',
        };
    if (only.artifact.digest === null || only.artifact.digest === expected)
        return null;
    return {
        message: `The digest of ${describeArtifact(only)} is ${only.artifact.digest}, not the expected ${expected}.`,
        hint: `It is not the artifact that expected-digest was written for. It was made on ${(0,format/* formatDate */.Yq)(only.artifact.createdAtMs)}.`,
    };
}
/** `artifact "coverage" (id 42, run 7 of octo/app)`: hostile text. */
const describeArtifact = ({ artifact, run }) => `artifact "${artifact.name}" (id ${artifact.id}, ${describeRun(run.repository, run.identity.id)})`;
/** The planned bytes, as GitHub lists them. */
const listedBytes = (artifacts) => artifacts.reduce((sum, { artifact }) => sum + artifact.sizeBytes, 0);

;// CONCATENATED MODULE: ./src/fetch/execute-sources.ts
/** What the engine is asked to download for each part of a plan. */




/** An artifact's zip or file. */
async function artifactSource(world, planned, targetFolder) {
    const { artifact, run, via } = planned;
    return {
        label: describeArtifact(planned),
        name: artifact.name,
        sizeBytes: artifact.sizeBytes,
        digest: planned.digest,
        isUntrusted: run.isFork,
        allowsGit: run.isCurrent && !run.isFork && !(await hasGit(targetFolder, planned.folder)),
        getUrl: () => via === 'results' && world.results !== null
            ? world.results.getArtifactUrl(artifact.name)
            : world.github.getArtifactUrl(run.repository, artifact.id),
    };
}
/** Whether the target, or the folder below it, is a checkout already: then nobody else writes its `.git`. */
async function hasGit(targetFolder, folder) {
    const places = [targetFolder, external_node_path_default().join(targetFolder, folder)];
    const found = await Promise.all(places.map((place) => exists(external_node_path_default().join(place, '.git'))));
    return found.includes(true);
}
const exists = async (file) => {
    try {
        await (0,promises_.access)(file);
        return true;
    }
    catch {
        return false;
    }
};
/** A job's log. `firstUrl` is fresh: it is used first, and asked for again when it may have run out. */
function logSource(world, planned, firstUrl) {
    const { job, repository } = planned;
    let isFirst = true;
    return {
        label: `the log of job "${job.name}" (id ${job.id})`,
        name: planned.fileName,
        sizeBytes: null,
        digest: null,
        isUntrusted: false,
        allowsGit: false,
        getUrl: () => {
            if (!isFirst)
                return world.github.getJobLogUrl(repository, job.id);
            isFirst = false;
            return Promise.resolve(firstUrl);
        },
    };
}
/** Where the texts of `memoryBlobs` are: a host that the DNS promises never to know. */
const memoryUrl = (index) => `https://memory.invalid/${index}`;
/** Texts that are made here, staged and published the same way as what is downloaded. */
function memorySources(texts) {
    const bodies = new Map(texts.map(({ text }, index) => [memoryUrl(index), Buffer.from(text)]));
    return {
        sources: texts.map(({ name }, index) => ({
            label: name,
            name,
            sizeBytes: bodies.get(memoryUrl(index))?.length ?? null,
            digest: null,
            isUntrusted: false,
            allowsGit: false,
            getUrl: () => Promise.resolve(memoryUrl(index)),
        })),
        blobs: {
            get: async (url) => {
                const body = bodies.get(url) ?? Buffer.alloc(0);
                return {
                    status: 200,
                    headers: { 'content-type': 'application/json', 'content-length': String(body.length) },
                    body: external_node_stream_.Readable.from([body]),
                };
            },
        },
    };
}

;// CONCATENATED MODULE: ./src/fetch/render-jobs.ts

/** Rises when a reader of an older file would misunderstand a newer one. */
const jobsVersion = 1;
/** The text of the file. */
function renderJobs({ repository, run, identity, jobs }) {
    const attempts = new Map();
    for (const { job } of jobs) {
        const known = attempts.get(job.attempt);
        if (known === undefined)
            attempts.set(job.attempt, [job]);
        else
            known.push(job);
    }
    const content = {
        version: jobsVersion,
        repository: fullName(repository),
        run: {
            id: identity.id,
            number: identity.number,
            attempt: identity.attempt,
            url: identity.url,
            title: run?.title ?? null,
            workflow: identity.workflowName,
            workflowPath: run?.workflowPath ?? null,
            event: identity.event,
            status: identity.status,
            conclusion: identity.conclusion,
            headBranch: identity.headBranch,
            headSha: identity.headSha,
            headRepository: run?.headRepositoryName ?? null,
            actor: run?.actor ?? null,
            createdAt: time(identity.createdAtMs),
            startedAt: time(run?.startedAtMs ?? null),
            updatedAt: time(run?.updatedAtMs ?? null),
        },
        attempts: [...attempts]
            .toSorted(([one], [other]) => one - other)
            .map(([attempt, own]) => ({ attempt, jobs: own.map(jobEntry) })),
    };
    return `${JSON.stringify(content, null, 2)}\n`;
}
const jobEntry = (job) => ({
    id: job.id,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    createdAt: time(job.createdAtMs),
    startedAt: time(job.startedAtMs),
    completedAt: time(job.completedAtMs),
    labels: job.labels,
    runner: job.runnerName,
    url: job.url,
    steps: job.steps.map(stepEntry),
});
const stepEntry = (step) => ({
    number: step.number,
    name: step.name,
    status: step.status,
    conclusion: step.conclusion,
    startedAt: time(step.startedAtMs),
    completedAt: time(step.completedAtMs),
});
const time = (ms) => (ms === null ? null : new Date(ms).toISOString());

;// CONCATENATED MODULE: ./src/fetch/execute-stage.ts
/** Downloads what a plan holds into staging: artifacts, logs, or the jobs files that are made here. */






const noStats = { downloadedBytes: 0, requests: 0, retries: 0, elapsedMs: 0 };
/** Downloads and checks what a plan holds. Throws UserError. */
async function stagePlan(world, inputs, work) {
    switch (inputs.target) {
        case 'artifacts':
            return stageArtifacts(world, inputs, work);
        case 'logs':
            return stageLogs(world, inputs, work);
        case 'jobs':
            return stageJobs(world, inputs, work);
    }
}
async function stageArtifacts(world, inputs, work) {
    const planned = work.plan.artifacts;
    if (planned.length === 0)
        return { items: [], artifacts: [], stats: noStats, goneLogs: [] };
    const sources = await Promise.all(planned.map((each) => artifactSource(world, each, inputs.path)));
    const { files } = inputs;
    const staging = await stage(world, sources, {
        ...commonOptions(inputs),
        wantsEntry: files === null ? null : (entry) => (0,patterns/* matchesList */.wC)(files, entry),
        unzip: inputs.unzip,
        // A digest that was pinned has to be checked, whatever is done about others.
        digest: inputs.expectedDigest === null ? inputs.digest : 'require',
    });
    work.stagings.push(staging);
    const pairs = planned.flatMap((each, index) => {
        const archive = staging.archives[index];
        return archive === undefined ? [] : [{ planned: each, archive }];
    });
    return {
        items: pairs.map(artifactItem),
        artifacts: pairs.map(artifactRow),
        stats: staging.stats,
        goneLogs: [],
    };
}
const artifactItem = ({ planned, archive }) => ({
    archive,
    id: planned.artifact.id,
    createdAtMs: planned.artifact.createdAtMs,
    name: planned.artifact.name,
    runId: planned.run.identity.id,
    folder: planned.folder,
    fileName: null,
    isUntrusted: planned.run.isFork,
});
const artifactRow = ({ planned, archive }) => ({
    id: planned.artifact.id,
    name: planned.artifact.name,
    sizeBytes: planned.artifact.sizeBytes,
    digest: planned.artifact.digest ?? archive.actualDigest,
    digestState: archive.digestState,
    runId: planned.run.identity.id,
    folder: planned.folder,
});
const commonOptions = (inputs) => ({
    targetFolder: inputs.path,
    wantsEntry: null,
    unzip: false,
    digest: 'off',
    concurrency: inputs.concurrency,
    maxFiles: inputs.maxFiles,
    maxBytes: inputs.maxBytes,
});
/** Logs whose URLs are asked for together: they live a minute, so only as many as are soon downloaded. */
const logsAtOnce = 24;
async function stageLogs(world, inputs, work) {
    const items = [];
    const goneLogs = [];
    let stats = noStats;
    let bytes = 0;
    for (let start = 0; start < work.plan.logs.length; start += logsAtOnce) {
        if (start > 0)
            world.log.info(`${start} of ${work.plan.logs.length} logs.`);
        const chunk = await openLogs(world, inputs, work.plan.logs.slice(start, start + logsAtOnce));
        goneLogs.push(...chunk.gone);
        if (chunk.open.length === 0)
            continue;
        const staging = await stage(world, chunk.open.map(({ source }) => source), {
            ...commonOptions(inputs),
            maxFiles: Math.max(0, inputs.maxFiles - items.length),
            maxBytes: Math.max(0, inputs.maxBytes - bytes),
        });
        work.stagings.push(staging);
        stats = addStats(stats, staging.stats);
        bytes += staging.archives.flatMap(({ files }) => files).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
        for (const [index, archive] of staging.archives.entries()) {
            const planned = chunk.open[index]?.planned;
            if (planned !== undefined)
                items.push(logItem(planned, archive));
        }
    }
    return { items, artifacts: [], stats, goneLogs };
}
const addStats = (one, other) => ({
    downloadedBytes: one.downloadedBytes + other.downloadedBytes,
    requests: one.requests + other.requests,
    retries: one.retries + other.retries,
    elapsedMs: one.elapsedMs + other.elapsedMs,
});
const logItem = (planned, archive) => ({
    archive,
    id: planned.job.id,
    createdAtMs: planned.job.createdAtMs ?? 0,
    name: planned.job.name,
    runId: planned.runId,
    folder: planned.folder,
    fileName: planned.fileName,
    isUntrusted: false,
});
/** Asks for the URL of each log; one that was deleted or has expired has none. */
async function openLogs(world, inputs, logs) {
    const limit = (0,p_limit/* default */.A)(inputs.concurrency);
    const asked = await Promise.all(logs.map((planned) => limit(async () => ({ planned, url: await logUrl(world, planned) }))));
    return {
        open: asked.flatMap(({ planned, url }) => url === null ? [] : [{ planned, source: logSource(world, planned, url) }]),
        gone: asked.filter(({ url }) => url === null).map(({ planned }) => planned.job.name),
    };
}
async function logUrl({ github }, { repository, job }) {
    try {
        return await github.getJobLogUrl(repository, job.id);
    }
    catch (error) {
        if ((0,errors/* isMissing */.b2)(error))
            return null;
        throw error;
    }
}
async function stageJobs(world, inputs, work) {
    const planned = work.plan.jobs;
    if (planned.length === 0)
        return { items: [], artifacts: [], stats: noStats, goneLogs: [] };
    const { sources, blobs } = memorySources(planned.map(({ run, fileName }) => ({ name: fileName, text: renderJobs(run) })));
    const staging = await stage({ ...world, blobs }, sources, commonOptions(inputs));
    work.stagings.push(staging);
    const items = planned.flatMap(({ run, folder, fileName }, index) => {
        const archive = staging.archives[index];
        if (archive === undefined)
            return [];
        const { id, createdAtMs } = run.identity;
        return [
            {
                archive,
                id,
                createdAtMs: createdAtMs ?? 0,
                name: fileName,
                runId: id,
                folder,
                fileName,
                isUntrusted: false,
            },
        ];
    });
    return { items, artifacts: [], stats: noStats, goneLogs: [] };
}

// EXTERNAL MODULE: ./src/github/limits.ts
var limits = __webpack_require__(71679);
;// CONCATENATED MODULE: ./src/fetch/gather-quota.ts

/** Whether the token's quota, less the share to leave for others, pays for that many more calls. */
const canAfford = (github, apiReserve, calls) => (0,limits/* hasQuota */.Z0)(github.rateLimit(), apiReserve, calls);

;// CONCATENATED MODULE: ./src/fetch/plan-publish.ts


/**
 * Places files artifact by artifact, the one that counts first: the oldest, or the newest for `last`. A file
 * conflicts with another file of its path, with a folder there, and with a file where it needs a folder.
 */
function planPublish(items, rules) {
    const board = {
        rules,
        files: new Map(),
        folders: new Map(),
        conflicts: [],
        droppedCount: 0,
        renamedCount: 0,
    };
    const order = items.toSorted((one, other) => one.createdAtMs - other.createdAtMs || one.id - other.id || one.runId - other.runId);
    if (rules.onConflict === 'last')
        order.reverse();
    for (const item of order)
        for (const file of item.archive.files)
            place(board, item, { file, path: targetPathOf(item, file) });
    const files = [...board.files.values()].toSorted(byPath);
    return {
        plan: {
            targetFolder: rules.targetFolder,
            files: files.map(({ publish }) => publish),
            emptyFolders: emptyFolders(board, order),
        },
        files,
        conflicts: board.conflicts,
        droppedCount: board.droppedCount,
        renamedCount: board.renamedCount,
    };
}
const byPath = (one, other) => one.publish.targetPath < other.publish.targetPath ? -1 : 1;
const within = (folder, path) => (folder === '' ? path : `${folder}/${path}`);
const targetPathOf = (item, file) => within(item.folder, item.fileName ?? file.path);
function place(board, item, placing) {
    const obstacle = findObstacle(board, placing);
    if (obstacle === null) {
        put(board, item, placing);
        return;
    }
    if (obstacle.isSame)
        return;
    switch (board.rules.onConflict) {
        case 'error':
            board.conflicts.push({ path: obstacle.path, names: [obstacle.item.name, item.name] });
            return;
        case 'first':
        case 'last':
            board.droppedCount += 1;
            return;
        case 'rename':
            rename(board, item, { placing, obstacle });
    }
}
function findObstacle(board, { file, path }) {
    const { rules } = board;
    for (const parent of parentsOf(path)) {
        const blocking = board.files.get(pathKey(parent, rules));
        if (blocking !== undefined)
            return { path: parent, item: blocking.item, isSame: false };
    }
    const key = pathKey(path, rules);
    const other = board.files.get(key);
    if (other !== undefined)
        return { path, item: other.item, isSame: isSameFile(other.publish.file, file) };
    const user = board.folders.get(key);
    return user === undefined ? null : { path, item: user, isSame: false };
}
const isSameFile = (one, other) => one.kind === other.kind &&
    (one.kind === 'symlink'
        ? one.linkTarget === other.linkTarget
        : one.sizeBytes === other.sizeBytes && one.sha256 === other.sha256);
/** `a`, `a/b` of `a/b/c`. */
function* parentsOf(path) {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
        yield path.slice(0, end);
}
function put(board, item, { file, path }) {
    const { rules, files, folders } = board;
    const isChosen = rules.executable !== null && (0,patterns/* matchesList */.wC)(rules.executable, file.path);
    const isExecutable = !item.isUntrusted && file.kind === 'file' && (file.isExecutable || isChosen);
    files.set(pathKey(path, rules), { publish: { file, targetPath: path, isExecutable }, item });
    for (const parent of parentsOf(path)) {
        const key = pathKey(parent, rules);
        if (!folders.has(key))
            folders.set(key, item);
    }
}
/** Puts the artifact's id into the component that is in the way: `report.xml` becomes `report.4711.xml`. */
function rename(board, item, { placing, obstacle }) {
    const rest = placing.path.slice(obstacle.path.length);
    for (let round = 1;; round++) {
        const suffix = round === 1 ? String(item.id) : `${item.id}-${round}`;
        const path = `${withSuffix(obstacle.path, suffix)}${rest}`;
        const next = findObstacle(board, { file: placing.file, path });
        if (next?.isSame === true)
            return;
        if (next !== null)
            continue;
        put(board, item, { file: placing.file, path });
        board.renamedCount += 1;
        return;
    }
}
function withSuffix(path, suffix) {
    const nameStart = path.lastIndexOf('/') + 1;
    const dot = path.lastIndexOf('.');
    // A dot that begins the name begins no extension: `.env` becomes `.env.4711`.
    return dot > nameStart ? `${path.slice(0, dot)}.${suffix}${path.slice(dot)}` : `${path}.${suffix}`;
}
/** Empty folders that no file stands in the way of; with `error` that is a conflict like any other. */
function emptyFolders(board, order) {
    const { rules, files, folders, conflicts } = board;
    const empty = new Map();
    for (const item of order)
        for (const folder of item.archive.emptyFolders) {
            const path = within(item.folder, folder);
            const blocking = [...parentsOf(path), path]
                .map((each) => files.get(pathKey(each, rules)))
                .find((file) => file !== undefined);
            if (blocking !== undefined) {
                if (rules.onConflict === 'error')
                    conflicts.push({ path, names: [blocking.item.name, item.name] });
                else
                    board.droppedCount += 1;
            }
            else if (!folders.has(pathKey(path, rules)))
                empty.set(pathKey(path, rules), path);
        }
    return [...empty.values()].toSorted();
}

;// CONCATENATED MODULE: ./src/fetch/render-manifest.ts

/** Rises when a reader of an older manifest would misunderstand a newer one. */
const manifestVersion = 1;
/** One file a line, so that a manifest of 100,000 files can be read by line as well. Comes in pieces. */
function* renderManifest(manifest) {
    const { target, path, runs, artifacts, files } = manifest;
    const head = {
        version: manifestVersion,
        target,
        path,
        runs: runs.map(runEntry),
        artifacts: artifacts.map(artifactEntry),
    };
    yield `${JSON.stringify(head).slice(0, -1)},"files":[`;
    for (const [index, file] of files.entries())
        yield `${index === 0 ? '' : ','}\n${JSON.stringify(fileEntry(file, target))}`;
    yield '\n]}\n';
}
const runEntry = ({ repository, identity }) => ({
    ...runFields(repository, identity),
});
/** A run as outputs and files show it. */
const runFields = (repository, run) => ({
    repository: fullName(repository),
    id: run.id,
    number: run.number,
    attempt: run.attempt,
    url: run.url,
    workflow: run.workflowName,
    event: run.event,
    headSha: run.headSha,
    headBranch: run.headBranch,
    conclusion: run.conclusion,
    createdAt: run.createdAtMs === null ? null : new Date(run.createdAtMs).toISOString(),
});
const artifactEntry = (artifact) => ({
    id: artifact.id,
    name: artifact.name,
    size: artifact.sizeBytes,
    digest: artifact.digest,
    digestState: artifact.digestState,
    run: artifact.runId,
    folder: artifact.folder,
});
function fileEntry({ publish, item }, target) {
    const { file, targetPath } = publish;
    return {
        path: targetPath,
        size: file.sizeBytes,
        sha256: file.sha256,
        run: item.runId,
        ...(target === 'artifacts' ? { artifact: item.id } : {}),
        ...(target === 'logs' ? { job: item.id } : {}),
        ...(file.kind === 'symlink' ? { link: file.linkTarget } : {}),
    };
}

;// CONCATENATED MODULE: ./src/fetch/execute-download.ts
/** Downloads what a plan holds into staging, and publishes it when all of it is there and nothing collides. */













/** Runs the plan. Throws UserError; then `path` is as it was. */
async function download(world, inputs, plan) {
    assertAffordable(world, inputs, plan);
    const stagings = [];
    try {
        const staged = await stagePlan(world, inputs, { plan, stagings });
        const lost = lostFailure(inputs, staged.goneLogs);
        if (lost !== null)
            return failed(staged, lost);
        const decision = planPublish(staged.items, {
            targetFolder: inputs.path,
            onConflict: inputs.onConflict,
            executable: inputs.executable,
            isCaseInsensitive: isCaseInsensitive(world.context.platform),
        });
        if (decision.conflicts.length > 0)
            return failed(staged, conflictFailure(decision, plan.request.layout));
        if (staged.items.length > 0)
            await publish(world, decision.plan);
        return await published(world, inputs, { plan, staged, decision });
    }
    finally {
        await Promise.all(stagings.map((staging) => staging.discard()));
    }
}
/** So few downloads are made whatever is left of the quota; the reserve is for others, not against the step. */
const alwaysAffordable = 20;
/** Each download takes a request for its URL. Better none than those that the quota pays for. */
function assertAffordable({ github }, { apiReserve }, plan) {
    const calls = plan.artifacts.filter(({ via }) => via === 'api').length + plan.logs.length;
    if (calls <= alwaysAffordable || canAfford(github, apiReserve, calls))
        return;
    throw new errors/* UserError */.yo(`${(0,format/* countOf */.pq)(calls, 'download')} take as many API requests, and the token's quota does not leave that many.`, {
        hint: 'Run it again after the quota has been reset (within the hour), lower api-reserve, fetch less at once (name, job, history), or give github-token a token with a larger quota.',
    });
}
const execute_download_maxListed = 10;
/** What keeps artifacts apart that the layout does not, and the beginning of the other mend. */
const ownFolder = {
    flat: 'Give each artifact a folder of its own (layout: by-artifact), or s',
    'by-artifact': 'Give each run a folder of its own (layout: by-run), or s',
    'by-run': 'S',
};
function conflictFailure({ conflicts }, layout) {
    const shown = conflicts
        .slice(0, execute_download_maxListed)
        .map(({ path: place, names: [one, other] }) => `${place} (of "${one}" and "${other}")`);
    const rest = conflicts.length - shown.length;
    return {
        message: `${(0,format/* countOf */.pq)(conflicts.length, 'file')} of different artifacts want the same place with different bytes: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}. Nothing was written.`,
        hint: `${ownFolder[layout]}ay what wins (on-conflict: first, last or rename).`,
    };
}
/** Logs that GitHub does not have any more are missing like anything else that was asked for. */
function lostFailure(inputs, goneLogs) {
    if (goneLogs.length === 0 || inputs.ifMissing !== 'fail')
        return null;
    return {
        message: `${lostText(goneLogs)} Nothing was written.`,
        hint: 'Logs expire with the retention of the repository, and a user may delete them. To take those that are there, set if-missing: warn.',
    };
}
function lostText(goneLogs) {
    const shown = goneLogs.slice(0, execute_download_maxListed).join(', ');
    const rest = goneLogs.length - execute_download_maxListed;
    return `GitHub has no log (any more) of ${(0,format/* countOf */.pq)(goneLogs.length, 'job')}: ${shown}${rest > 0 ? ` and ${rest} more` : ''}.`;
}
const failed = (staged, failure) => ({
    files: [],
    bytes: 0,
    artifacts: [],
    stats: staged.stats,
    manifestPath: '',
    goneLogs: staged.goneLogs,
    droppedCount: 0,
    renamedCount: 0,
    warnings: [],
    failure,
});
async function published(world, inputs, { plan, staged, decision, }) {
    const { files, droppedCount, renamedCount } = decision;
    const manifestPath = await writeManifest(world, {
        target: inputs.target,
        path: inputs.path,
        runs: plan.findings.taken,
        artifacts: staged.artifacts,
        files,
    });
    return {
        files,
        bytes: files.reduce((sum, { publish: { file } }) => sum + file.sizeBytes, 0),
        artifacts: staged.artifacts,
        stats: staged.stats,
        manifestPath,
        goneLogs: staged.goneLogs,
        droppedCount,
        renamedCount,
        warnings: warningsOf(inputs, staged, files),
        failure: null,
    };
}
function warningsOf(inputs, staged, files) {
    const mismatched = staged.artifacts.filter(({ digestState }) => digestState === 'mismatch');
    return [
        ...mismatched.map(({ name, id }) => `The bytes of artifact "${name}" (id ${id}) do not have the digest that GitHub lists.`),
        ...(inputs.files !== null && files.length === 0 && staged.items.length > 0
            ? ['No entry of the artifacts matches files.']
            : []),
        ...(staged.goneLogs.length > 0 && inputs.ifMissing === 'warn' ? [lostText(staged.goneLogs)] : []),
    ];
}
/** In a new folder below the runner's temporary one, which ends with the job; never in `path`. */
async function writeManifest(world, manifest) {
    const parent = external_node_path_default().join(world.context.tempFolder, 'actions-steward');
    try {
        await (0,promises_.mkdir)(parent, { recursive: true });
        const file = external_node_path_default().join(await (0,promises_.mkdtemp)(external_node_path_default().join(parent, 'fetch-')), 'manifest.json');
        await (0,external_node_stream_promises_.pipeline)(external_node_stream_.Readable.from(renderManifest(manifest)), (0,external_node_fs_.createWriteStream)(file));
        return file;
    }
    catch (error) {
        throw new errors/* UserError */.yo(`All files are in place, but the manifest could not be written below ${parent}: ${String(error)}`, {
            hint: 'Check that RUNNER_TEMP can be written and has space left.',
            cause: error,
        });
    }
}

;// CONCATENATED MODULE: ./src/select/artifacts.ts


/**
 * Judges the artifacts of one run. Of several live ones with one name, as re-runs leave them, the highest id
 * counts; sizes are asked of that one.
 */
function selectArtifacts(artifacts, selectors) {
    const newestIds = newestIdByName(artifacts);
    const verdicts = artifacts.map((artifact) => artifacts_judge(artifact, selectors, newestIds));
    const taken = verdicts.filter(({ isTaken }) => isTaken).map(({ artifact }) => artifact);
    return { verdicts, taken, unmatchedNames: unmatchedNames(taken, selectors) };
}
/** The positive `name` lines that no artifact of a list matches. */
const unmatchedNames = (artifacts, { name }) => (name?.includes ?? []).filter((pattern) => !artifacts.some((artifact) => pattern.matches(artifact.name)));
function newestIdByName(artifacts) {
    const ids = new Map();
    for (const { id, name, isExpired } of artifacts)
        if (!isExpired)
            ids.set(name, Math.max(id, ids.get(name) ?? 0));
    return ids;
}
function artifacts_judge(artifact, selectors, newestIds) {
    const reject = (test, reason) => ({
        artifact,
        isTaken: false,
        test,
        reason,
    });
    const { name, minSizeBytes, maxSizeBytes } = selectors;
    if (name !== null && !(0,patterns/* matchesList */.wC)(name, artifact.name))
        return reject('name', explainName(artifact, selectors));
    if (artifact.isExpired)
        return reject('expired', explainExpiry(artifact));
    const newestId = newestIds.get(artifact.name) ?? artifact.id;
    if (artifact.id !== newestId)
        return reject('superseded', `a newer one of its name exists (id ${newestId})`);
    if (minSizeBytes !== null && artifact.sizeBytes < minSizeBytes)
        return reject('size', `has ${(0,format/* formatBytes */.z3)(artifact.sizeBytes)}, less than ${(0,format/* formatBytes */.z3)(minSizeBytes)}`);
    if (maxSizeBytes !== null && artifact.sizeBytes > maxSizeBytes)
        return reject('size', `has ${(0,format/* formatBytes */.z3)(artifact.sizeBytes)}, more than ${(0,format/* formatBytes */.z3)(maxSizeBytes)}`);
    return { artifact, isTaken: true };
}
function explainName(artifact, { name }) {
    const exclude = name?.excludes.find((pattern) => pattern.matches(artifact.name));
    return exclude === undefined ? 'its name is not asked for' : `its name is excluded by !${exclude.source}`;
}
const explainExpiry = ({ expiresAtMs }) => expiresAtMs === null ? 'has expired' : `expired on ${(0,format/* formatDate */.Yq)(expiresAtMs)}`;

// EXTERNAL MODULE: ./src/select/order.ts
var order = __webpack_require__(82824);
// EXTERNAL MODULE: ./src/select/runs.ts
var runs = __webpack_require__(94760);
// EXTERNAL MODULE: ./src/select/trust.ts
var trust = __webpack_require__(89098);
// EXTERNAL MODULE: ./src/text/nearest.ts
var nearest = __webpack_require__(60613);
;// CONCATENATED MODULE: ./src/fetch/plan-nearest.ts
/** Names that are near to one that is not there: what a typo meant, or what was renamed. Pure. */

/** Longer names are compared by their beginnings: the cost of a comparison grows with both lengths. */
const maxComparedLength = 64;
/** More names than this are not compared: whoever has as many finds nothing in a list of five. */
const maxComparedNames = 500;
/**
 * The names nearest to any of those asked for, nearest first. Near means within a third of the longer name's length
 * in edits, or that one holds the other; case does not count.
 */
function nearestTo(asked, names, maxCount) {
    const wanted = asked.map(normal);
    const distances = [...new Set(names)].slice(0, maxComparedNames).flatMap((name) => {
        const distance = Math.min(...wanted.map((want) => nearness(want, normal(name))));
        return Number.isFinite(distance) ? [{ name, distance }] : [];
    });
    return distances
        .toSorted((one, other) => one.distance - other.distance || (one.name < other.name ? -1 : 1))
        .slice(0, maxCount)
        .map(({ name }) => name);
}
const normal = (name) => name.slice(0, maxComparedLength).toLowerCase();
function nearness(want, name) {
    const distance = (0,nearest/* editDistance */.Y)(want, name);
    const longest = Math.max(want.length, name.length);
    if (distance <= Math.max(2, Math.floor(longest / 3)))
        return distance;
    const isPart = want.length >= 3 && name.length >= 3 && (name.includes(want) || want.includes(name));
    return isPart ? longest : Number.POSITIVE_INFINITY;
}

// EXTERNAL MODULE: ./src/select/conclusion.ts
var conclusion = __webpack_require__(54189);
;// CONCATENATED MODULE: ./src/fetch/plan-request.ts
/** What a fetch asks for, once its inputs meet the run it is part of: the addresses or the search, and the defaults. */



/** Makes the request. Throws a UserError where there is nothing that could be fetched. */
function planRequest(inputs, context) {
    const { selectors } = inputs;
    const current = currentRun(inputs, context);
    const ask = planAsk(inputs, current);
    const isMergeBase = selectors.commit?.kind === 'merge-base';
    return {
        target: inputs.target,
        ask,
        runSelectors: { ...selectors, conclusion: planConclusion(inputs, ask) },
        artifactSelectors: selectors,
        job: selectors.job,
        commit: selectors.commit,
        pullRequest: isMergeBase ? null : selectors.pullRequest,
        mergeBaseOf: isMergeBase ? selectors.pullRequest : null,
        layout: planLayout(inputs, ask),
        ancestors: inputs.ancestors,
        history: inputs.history,
        minCount: inputs.minCount,
        allowForks: inputs.allowForks,
        waitMs: inputs.waitMs,
        explainsMatch: inputs.dryRun,
        apiReserve: inputs.apiReserve,
        current,
        isGhes: isOwnServer(inputs, context) ? context.isGhes : !isGitHubApi(inputs.apiUrl),
    };
}
function currentRun(inputs, context) {
    const { runId, repository } = context;
    if (runId === null || repository === null)
        return null;
    return isOwnServer(inputs, context) ? { id: runId, repository } : null;
}
const isOwnServer = ({ apiUrl }, context) => withoutSlash(apiUrl) === withoutSlash(context.apiUrl);
/** `api.github.com`, and that of a tenant of ghe.com. */
const isGitHubApi = (apiUrl) => /^https?:\/\/api\.(?:github\.com|[^./]+\.ghe\.com)(?:[:/]|$)/i.test(apiUrl);
const withoutSlash = (url) => url.replace(/\/+$/, '').toLowerCase();
function planAsk(inputs, current) {
    const { selectors, repository } = inputs;
    if (selectors.artifactIds !== null)
        return { kind: 'artifacts', addresses: fill(selectors.artifactIds, repository) };
    const isOwn = current !== null && isSameRepository(current.repository, repository);
    if (selectors.runIds !== null) {
        const addresses = fill(selectors.runIds, repository);
        const isCurrentAlone = addresses.length === 1 && addresses.every((address) => isSame(address, current));
        if (isCurrentAlone && current !== null && !hasRunSelector(selectors))
            return { kind: 'current', runId: current.id, repository: current.repository };
        return { kind: 'runs', addresses };
    }
    if (isOwn && !hasRunSelector(selectors) && inputs.history === 1)
        return { kind: 'current', runId: current.id, repository: current.repository };
    if (current === null && !hasRunSelector(selectors) && inputs.history === 1)
        throw new errors/* UserError */.yo('There is no current run to fetch from.', {
            hint: 'The runner names none (GITHUB_RUN_ID), or github-api-url is of another server. Say which run: give run-id, artifact-id, workflow or branch.',
        });
    return { kind: 'search', repository, isOfCurrentWorkflow: isOwn && selectors.workflow === null };
}
/** Whether an address is of the run that this step is part of. */
const isSame = (address, current) => current !== null && address.id === current.id && isSameRepository(address.repository, current.repository);
function fill(addresses, repository) {
    const byKey = new Map();
    for (const address of addresses) {
        const full = { id: address.id, repository: address.repository ?? repository };
        byKey.set(`${full.repository.owner}/${full.repository.name}#${full.id}`.toLowerCase(), full);
    }
    return [...byKey.values()];
}
/** Whether some selector says which run, other than its id. */
const hasRunSelector = (selectors) => [
    selectors.workflow,
    selectors.branch,
    selectors.event,
    selectors.actor,
    selectors.conclusion,
    selectors.commit,
    selectors.pullRequest,
    selectors.runNumbers,
    selectors.created,
    selectors.olderThanMs,
    selectors.newerThanMs,
].some((selector) => selector !== null);
/** Artifacts are searched for in successful runs; an id is a full address, and logs are read of failures most. */
function planConclusion({ target, selectors }, ask) {
    if (selectors.conclusion !== null)
        return selectors.conclusion.includes.includes(conclusion/* anyConclusion */.km) && selectors.conclusion.excludes.length === 0
            ? null
            : selectors.conclusion;
    return ask.kind === 'search' && target === 'artifacts' ? { includes: ['success'], excludes: [] } : null;
}
/** Decided by what was asked for, never by how much of it is found. */
function planLayout({ layout, selectors, history, target }, ask) {
    if (layout !== 'auto')
        return layout;
    if (target !== 'artifacts')
        return 'by-run';
    if (history > 1 || (ask.kind === 'runs' && ask.addresses.length > 1))
        return 'by-run';
    const isOneArtifact = ask.kind === 'artifacts' && ask.addresses.length === 1;
    return isOneArtifact || literalName(selectors) !== null ? 'flat' : 'by-artifact';
}
/** The one name that is asked for, written out; null for patterns, several names, or all. */
function literalName({ name }) {
    const [only, ...rest] = name?.includes ?? [];
    return only !== undefined && rest.length === 0 && only.isLiteral ? only.source : null;
}
/** The name lines that a typo can be in. */
const askedNames = ({ artifactSelectors, target }) => target === 'artifacts' ? (artifactSelectors.name?.includes ?? []).map(({ source }) => source) : [];

;// CONCATENATED MODULE: ./src/fetch/gather-nearest.ts
/** What a miss suggests: names that exist and are near to those asked for. */




const maxNames = 5;
/**
 * The nearest workflow names where the workflow is not there, else the nearest artifact names; at most two requests.
 * Never throws for an answer of GitHub: a suggestion is not worth a failure.
 */
async function nearestNames({ github }, request, facts) {
    const { workflow } = facts.scope;
    if (workflow.missing !== null) {
        const asked = (workflow.list?.includes ?? []).map(select_workflows/* describeWorkflowLine */.Zt);
        return nearestTo(asked, workflow.nearestOf, maxNames);
    }
    const asked = askedNames(request);
    if (asked.length === 0)
        return [];
    const nearestOf = (names) => nearestTo(asked, names.filter((name) => !asked.includes(name)), maxNames);
    const sources = [
        () => Promise.resolve(facts.artifactDecisions.map(({ artifact }) => artifact.name)),
        () => namesOfNearMiss(github, facts),
        () => newestNames(github, facts),
    ];
    for (const source of sources) {
        const found = nearestOf(await source());
        if (found.length > 0)
            return found;
    }
    return [];
}
/**
 * The nearest of the names that a run has, for one request. Only where one literal name is asked for: other lists of
 * a run's artifacts were whole, and have been looked through.
 */
async function nearestInRun(github, request, run) {
    const name = literalName(request.artifactSelectors);
    if (request.target !== 'artifacts' || name === null)
        return [];
    const names = await namesIn(() => github.listRunArtifacts(run, {}, 1));
    return nearestTo([name], names.filter((each) => each !== name), maxNames);
}
/** Artifacts of the newest run that is right but for them; what is known of one has the name, and has expired. */
async function namesOfNearMiss(github, { scope, runDecisions, artifactDecisions }) {
    const known = new Set(artifactDecisions.map(({ runId }) => runId));
    const nearMiss = runDecisions.find(({ test, identity }) => test === 'artifacts' && !known.has(identity.id));
    if (nearMiss === undefined)
        return [];
    const run = { repository: scope.repository, runId: nearMiss.identity.id };
    return namesIn(() => github.listRunArtifacts(run, {}, 1));
}
const newestNames = (github, { scope }) => namesIn(() => github.listArtifacts(scope.repository, {}, 1));
async function namesIn(list) {
    try {
        return (await list()).items.map(({ name }) => name);
    }
    catch (error) {
        if (error instanceof errors/* ApiError */.hD)
            return [];
        throw error;
    }
}

// EXTERNAL MODULE: ./src/listing.ts
var listing = __webpack_require__(74907);
;// CONCATENATED MODULE: ./src/fetch/plan-contents.ts



/** Judges the artifacts of a run. */
function judgeArtifacts(runId, artifacts, request) {
    const selection = selectArtifacts(artifacts, request.artifactSelectors);
    return {
        artifacts: selection.taken,
        jobs: [],
        artifactDecisions: selection.verdicts.map((verdict) => decisionOf(verdict, runId)),
        lack: lackOfArtifacts(selection.verdicts, selection.taken, request),
    };
}
/** An artifact's verdict as a decision of this fetch. */
const decisionOf = (verdict, runId) => ({
    artifact: verdict.artifact,
    runId,
    isTaken: verdict.isTaken,
    test: verdict.isTaken ? '' : verdict.test,
    reason: verdict.isTaken ? '' : verdict.reason,
});
function lackOfArtifacts(verdicts, taken, { artifactSelectors, minCount }) {
    const [unmatched] = unmatchedNames(taken, artifactSelectors);
    if (unmatched !== undefined)
        return lackOfName(verdicts, unmatched);
    if (taken.length >= Math.max(minCount, 1))
        return null;
    const nearMiss = verdicts.find(isNearMiss);
    if (taken.length > 0)
        return `it has ${(0,format/* countOf */.pq)(taken.length, 'artifact')} of those asked for, fewer than min-count (${minCount})`;
    if (nearMiss !== undefined)
        return `its artifact "${nearMiss.artifact.name}" ${nearMiss.reason}`;
    return verdicts.length === 0 ? 'it has no artifacts' : 'it has no artifact whose name is asked for';
}
/** The reason of the artifact that has the name and fails otherwise says more than "has none". */
function lackOfName(verdicts, pattern) {
    const nearMiss = verdicts.find((verdict) => isNearMiss(verdict) && pattern.matches(verdict.artifact.name));
    if (nearMiss !== undefined && !nearMiss.isTaken)
        return `its artifact "${nearMiss.artifact.name}" ${nearMiss.reason}`;
    return pattern.isLiteral
        ? `it has no artifact "${pattern.source}"`
        : `it has no artifact that matches ${pattern.source}`;
}
const isNearMiss = (verdict) => !verdict.isTaken && (verdict.test === 'expired' || verdict.test === 'size');
/**
 * Judges the jobs of a run (every attempt's). For logs: the newest execution of each, those that have a log; for
 * jobs: every execution.
 */
function judgeJobs(jobs, request) {
    const wanted = numbered(request.target === 'logs' ? newestExecutions(jobs) : jobs, jobs).filter(({ job }) => request.job === null || (0,patterns/* matchesList */.wC)(request.job, job.name));
    const taken = request.target === 'logs' ? wanted.filter(({ job }) => hasLog(job)) : wanted;
    return {
        artifacts: [],
        jobs: taken,
        artifactDecisions: [],
        lack: lackOfJobs(wanted, taken, request),
    };
}
/** A job that was skipped never ran, and the log of one that runs can only be had when it has ended. */
const hasLog = (job) => job.status === 'completed' && job.conclusion !== 'skipped';
function lackOfJobs(wanted, taken, { job: list }) {
    const unmatched = list?.includes.find((pattern) => !wanted.some(({ job }) => pattern.matches(job.name)));
    if (unmatched !== undefined)
        return `it has no job that matches ${unmatched.source}`;
    const withoutLog = list?.includes.find((pattern) => !taken.some(({ job }) => pattern.matches(job.name)));
    if (withoutLog !== undefined)
        return `its job that matches ${withoutLog.source} has no log (yet)`;
    if (taken.length > 0)
        return null;
    return wanted.length === 0 ? 'it has no jobs' : 'none of its jobs has a log (yet)';
}
/**
 * The jobs of the newest attempt in which each name ran. Jobs that a re-run left alone count with the attempt they
 * ran in; several of one name in one attempt all count.
 */
function newestExecutions(jobs) {
    const attempts = new Map();
    for (const { name, attempt } of jobs)
        attempts.set(name, Math.max(attempt, attempts.get(name) ?? 0));
    return jobs.filter(({ name, attempt }) => attempts.get(name) === attempt);
}
/**
 * Numbered in the order in which GitHub made the first job of each name: so a number depends neither on the filter nor
 * on what was run again.
 */
function numbered(jobs, all) {
    const firstIds = new Map();
    for (const { name, id } of all)
        firstIds.set(name, Math.min(id, firstIds.get(name) ?? id));
    const firstIdOf = ({ name, id }) => firstIds.get(name) ?? id;
    return jobs
        .toSorted((one, other) => firstIdOf(one) - firstIdOf(other) || one.id - other.id)
        .map((job, index) => ({ job, place: index + 1, of: jobs.length }));
}

;// CONCATENATED MODULE: ./src/fetch/gather-run.ts
/** What one run has: its artifacts, or its jobs. */






/** Pages of one list that are read at once. */
const concurrency = 4;
/** Lists what a run has and judges it. A run that is gone meanwhile has nothing. Throws ApiError and UserError. */
async function lookInto(github, run, request) {
    if (request.target === 'artifacts')
        return judgeArtifacts(run.runId, await listArtifacts(github, run, request), request);
    return judgeJobs(await listJobs(github, run, request), request);
}
/** All artifacts of a run; only those of the one name that is asked for, where it is one. */
const listArtifacts = (github, run, request) => {
    const name = literalName(request.artifactSelectors);
    const query = name === null ? {} : { name };
    return emptyWhenMissing((0,listing/* readWhole */.oD)({
        what: `the artifacts of ${describeRun(run.repository, run.runId)}`,
        fetchPage: (page) => github.listRunArtifacts(run, query, page),
        idOf: ({ id }) => id,
        concurrency,
        canAfford: (calls) => canAfford(github, request.apiReserve, calls),
    }));
};
/**
 * The jobs of every attempt: what "latest" lists after a re-run of some jobs has changed over time, so the newest
 * execution of each is picked here.
 */
const listJobs = (github, run, request) => emptyWhenMissing((0,listing/* readWhole */.oD)({
    what: `the jobs of ${describeRun(run.repository, run.runId)}`,
    fetchPage: (page) => github.listJobs(run, 'all', page),
    idOf: ({ id }) => id,
    concurrency,
    canAfford: (calls) => canAfford(github, request.apiReserve, calls),
}));
async function emptyWhenMissing(reading) {
    try {
        return await reading;
    }
    catch (error) {
        if ((0,errors/* isMissing */.b2)(error))
            return [];
        throw error;
    }
}
/** A run that is taken, with what it has. */
const takenRun = (run, contents, request) => ({
    repository: run.repository,
    identity: identityOf(run.run),
    run: run.run,
    isCurrent: isSame({ id: run.run.id, repository: run.repository }, request.current),
    isFork: run.isFork,
    artifacts: byId(contents.artifacts).map((artifact) => ({ artifact, via: 'api' })),
    jobs: contents.jobs,
});
/** The order of a list is GitHub's; ours is that of the uploads. */
const byId = (artifacts) => artifacts.toSorted((one, other) => one.id - other.id);

// EXTERNAL MODULE: ./src/select/facts.ts
var select_facts = __webpack_require__(22967);
;// CONCATENATED MODULE: ./src/fetch/gather-commit.ts
/** From `commit` to a SHA, and from there along first parents. */


/** SHA-1, and SHA-256 as Git has it besides. */
const fullSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
/**
 * Resolves `commit`. A name that does not exist is data, since a tag may still come; a merge base without anything
 * to be the base of is a UserError.
 */
async function resolveCommit(github, repository, options) {
    const { commit } = options.request;
    if (commit === null)
        return null;
    if (commit.kind === 'merge-base')
        return resolveMergeBase(github, repository, options);
    if (fullSha.test(commit.ref))
        return { sha: commit.ref.toLowerCase(), note: '' };
    try {
        const { sha } = await github.getCommit(repository, commit.ref);
        return { sha, note: `commit: ${commit.ref} is ${sha}.` };
    }
    catch (error) {
        if (!isNoSuchCommit(error))
            throw error;
        const what = `${fullName(repository)} has no commit, tag or branch ${commit.ref}`;
        return { sha: null, missing: { what, hint: error.hint } };
    }
}
/** GitHub answers 422 to a text that is no commit, and 404 where nothing of the repository can be seen. */
const isNoSuchCommit = (error) => (0,errors/* isMissing */.b2)(error) || (error instanceof errors/* ApiError */.hD && error.kind === 'invalid');
async function resolveMergeBase(github, repository, { request, context }) {
    if (request.mergeBaseOf !== null)
        return mergeBaseOfNumber(github, repository, request.mergeBaseOf);
    const isOwn = context.repository !== null && isSameRepository(context.repository, repository);
    const pull = isOwn ? pullOfEvent(context) : null;
    if (pull !== null)
        return mergeBaseOf(github, repository, pull);
    const base = isOwn ? textAt(context.payload, ['merge_group', 'base_sha']) : null;
    if (base !== null)
        return { sha: base, note: `commit: merge-base is ${base}, the base of the merge group.` };
    const where = isOwn
        ? `the event ${context.event === '' ? 'of this run' : context.event} has none`
        : `${fullName(repository)} is not the repository of this run`;
    throw new errors/* UserError */.yo(`commit: merge-base needs a pull request, and ${where}.`, {
        hint: 'Give pull-request: <number>, or use it in workflows on pull_request or merge_group.',
    });
}
async function mergeBaseOfNumber(github, repository, number) {
    let pull;
    try {
        pull = await github.getPullRequest(repository, number);
    }
    catch (error) {
        if (!(0,errors/* isMissing */.b2)(error))
            throw error;
        const what = `${fullName(repository)} has no pull request #${number}`;
        return { sha: null, missing: { what, hint: error.hint } };
    }
    return mergeBaseOf(github, repository, pull);
}
/**
 * By the SHA of the base rather than its name: once a pull request is merged, the merge base of its branch and the
 * base branch is its own head.
 */
async function mergeBaseOf(github, repository, pull) {
    try {
        const sha = await github.getMergeBase(repository, pull.baseSha, pull.headSha);
        return { sha, note: `commit: merge-base of pull request #${pull.number} is ${sha}.` };
    }
    catch (error) {
        if (!isNoSuchCommit(error))
            throw error;
        const what = `pull request #${pull.number} has no merge base with its base branch`;
        return { sha: null, missing: { what, hint: error.hint } };
    }
}
function pullOfEvent({ payload }) {
    const number = valueAt(payload, ['pull_request', 'number']);
    const baseSha = textAt(payload, ['pull_request', 'base', 'sha']);
    const headSha = textAt(payload, ['pull_request', 'head', 'sha']);
    return typeof number === 'number' && baseSha !== null && headSha !== null
        ? { number, baseSha, headSha }
        : null;
}
/** The text at a path of a webhook payload; null where there is none. */
function textAt(payload, path) {
    const value = valueAt(payload, path);
    return typeof value === 'string' && value !== '' ? value : null;
}
/** The value at a path of a webhook payload; undefined where there is none. */
function valueAt(payload, path) {
    let value = payload;
    for (const key of path) {
        if (!isRecord(value))
            return undefined;
        value = value[key];
    }
    return value;
}
const isRecord = (value) => typeof value === 'object' && value !== null;
/**
 * The first-parent ancestors of a commit, nearest first, without the commit itself; read as they are asked for.
 * A listing goes in the order of git log, where merged branches stand between: when it breaks off, the next one
 * starts at the parent looked for. Throws ApiError; of a commit that is not there, nothing comes.
 */
async function* firstParents(github, repository, sha) {
    const parentOf = new Map();
    let current = sha;
    for (;;) {
        if (!parentOf.has(current)) {
            const { items } = await listFrom(github, repository, current);
            if (items.length === 0)
                return;
            for (const commit of items)
                parentOf.set(commit.sha, commit.parents[0] ?? null);
        }
        const parent = parentOf.get(current) ?? null;
        if (parent === null)
            return;
        yield parent;
        current = parent;
    }
}
async function listFrom(github, repository, sha) {
    try {
        return await github.listCommits(repository, sha, 1);
    }
    catch (error) {
        if (!isNoSuchCommit(error))
            throw error;
        return { items: [], totalCount: null, hasNext: false };
    }
}

;// CONCATENATED MODULE: ./src/fetch/gather-workflow.ts



/** More workflows than this are listed together: one request a page instead of one a workflow and page. */
const maxWorkflowFilters = 5;
const anyWorkflow = {
    list: null,
    filters: [],
    isUnproven: false,
    workflows: null,
    missing: null,
    nearestOf: [],
};
/** What the inputs say by themselves, for no request. Null where the list of workflows must be read. */
function guessWorkflows(list) {
    if (list === null)
        return anyWorkflow;
    const excludesNeedNothing = list.excludes.every((line) => line.kind === 'id');
    if (!excludesNeedNothing)
        return null;
    if (list.includes.some(select_workflows/* isAnyWorkflow */.CU))
        return { ...anyWorkflow, list };
    const filters = list.includes.map(filterOf);
    if (filters.length === 0 || filters.length > maxWorkflowFilters)
        return null;
    const known = filters.filter((filter) => filter !== null);
    return known.length === filters.length ? { ...anyWorkflow, list, filters: known, isUnproven: true } : null;
}
/** The workflow that this step runs in, by its file. Null where the runner does not say. */
function currentWorkflow(path) {
    const filter = fileFilter(path);
    if (filter === null)
        return null;
    const list = { includes: [literalLine(path)], excludes: [] };
    return { ...anyWorkflow, list, filters: [filter], isUnproven: true };
}
/** The workflow of the current run, for one request. Throws ApiError. */
async function workflowOfRun(github, current) {
    const { workflowId } = await github.getRun(current.repository, current.id);
    const list = { includes: [{ kind: 'id', id: workflowId }], excludes: [] };
    return { ...anyWorkflow, list, filters: [workflowId] };
}
/** Reads the list of workflows and picks those that the lines take. Throws UserError. */
async function chooseWorkflows(source, repository, list) {
    const needs = { defaultBranch: false, existingRefs: false, openHeads: false, workflows: true };
    const { workflows } = await (0,select_facts/* gatherRunFacts */.m)(source.github, repository, {
        needs,
        nowMs: 0,
        canAfford: source.canAfford,
    });
    const all = [...(workflows ?? new Map()).values()];
    const chosen = all.filter((workflow) => (0,select_workflows/* workflowMatches */.zX)(list, asRun(workflow), { workflows }));
    const base = { ...anyWorkflow, list, workflows };
    if (list.includes.length === 0 || chosen.length > maxWorkflowFilters)
        return base;
    if (chosen.length === 0)
        return { ...base, ...missingWorkflow(list, all, repository) };
    // A display name means the workflows that carry it today: their runs under older names count as well.
    const ids = chosen.map(({ id }) => id);
    return {
        ...base,
        list: { includes: ids.map((id) => ({ kind: 'id', id })), excludes: list.excludes },
        filters: ids,
    };
}
function missingWorkflow(list, all, repository) {
    const asked = list.includes.map(select_workflows/* describeWorkflowLine */.Zt).join(', ');
    return {
        missing: {
            what: `${fullName(repository)} has no workflow that matches ${asked}`,
            hint: 'Give its file name (ci.yml), its path, its id or its display name.',
        },
        nearestOf: all.flatMap(({ name, path }) => [name, (0,select_workflows/* fileNameOf */.bV)(path)]),
    };
}
const asRun = (workflow) => ({
    workflowId: workflow.id,
    workflowName: workflow.name,
    workflowPath: workflow.path,
});
function filterOf(line) {
    if (line.kind === 'id')
        return line.id;
    if (line.kind === 'word' || !line.pattern.isLiteral)
        return null;
    return fileFilter(line.pattern.source);
}
/** The file name that the API takes for a workflow; null for what may be a display name. */
function fileFilter(name) {
    const file = name.startsWith('.github/workflows/') ? (0,select_workflows/* fileNameOf */.bV)(name) : name;
    return /^[^/]+\.ya?ml$/.test(file) ? file : null;
}
function literalLine(value) {
    const pattern = { source: value, isLiteral: true, matches: (other) => other === value };
    return { kind: 'pattern', pattern };
}

;// CONCATENATED MODULE: ./src/fetch/gather-scope.ts
/** What the selectors mean in one repository: read once, before any run is judged. */







/** Reads what the selectors need. Throws UserError, also where a pull request of a fork is asked for. */
async function gatherScope(world, repository, request) {
    const { github, context, clock } = world;
    const workflow = await chooseWorkflow(world, repository, request);
    const needs = { ...(0,select_facts/* factsNeeded */.j)({ ...runs/* everyRun */.Ln, branch: request.runSelectors.branch }), workflows: false };
    const facts = await (0,select_facts/* gatherRunFacts */.m)(github, repository, {
        needs,
        nowMs: clock.now(),
        canAfford: (calls) => canAfford(github, request.apiReserve, calls),
    });
    const commit = await resolveCommit(github, repository, { request, context });
    const pull = await gatherPull(world, repository, request);
    return {
        repository,
        selectors: { ...request.runSelectors, workflow: workflow.list },
        workflow,
        facts: {
            ...facts,
            workflows: workflow.workflows,
            commitSha: commit?.sha ?? null,
            pullRequest: pull !== null && 'number' in pull ? pull : null,
        },
        missing: [
            ...(commit?.sha === null ? [commit.missing] : []),
            ...(pull !== null && 'what' in pull ? [pull] : []),
        ],
        notes: commit === null || commit.sha === null || commit.note === '' ? [] : [commit.note],
    };
}
async function chooseWorkflow(world, repository, request) {
    const { ask, runSelectors, current } = request;
    if (ask.kind === 'search' && ask.isOfCurrentWorkflow && current !== null)
        return currentWorkflow(world.context.workflowPath) ?? workflowOfRun(world.github, current);
    return guessWorkflows(runSelectors.workflow) ?? chooseWorkflowsOf(world, repository, request);
}
/**
 * What to take instead of a workflow that the server does not know by its file: the current run's own, which may
 * come from another repository, or those whose display name is meant.
 */
async function reconsiderWorkflow(world, scope, request) {
    const { ask, current } = request;
    const workflow = ask.kind === 'search' && ask.isOfCurrentWorkflow && current !== null
        ? await workflowOfRun(world.github, current)
        : await chooseWorkflowsOf(world, scope.repository, request);
    return {
        ...scope,
        workflow,
        selectors: { ...scope.selectors, workflow: workflow.list },
        facts: { ...scope.facts, workflows: workflow.workflows },
    };
}
const chooseWorkflowsOf = ({ github }, repository, { runSelectors, apiReserve }) => chooseWorkflows({ github, canAfford: (calls) => canAfford(github, apiReserve, calls) }, repository, runSelectors.workflow ?? { includes: [], excludes: [] });
async function gatherPull(world, repository, request) {
    if (request.pullRequest === null)
        return null;
    let pull;
    try {
        pull = await world.github.getPullRequest(repository, request.pullRequest);
    }
    catch (error) {
        if (!(0,errors/* isMissing */.b2)(error))
            throw error;
        return {
            what: `${fullName(repository)} has no pull request #${request.pullRequest}`,
            hint: error.hint,
        };
    }
    if (request.target !== 'artifacts' || request.allowForks)
        return pull;
    const repositoryId = await idOf(world, repository, request.current);
    if (pull.headRepositoryId === repositoryId)
        return pull;
    throw new errors/* UserError */.yo(`Pull request #${pull.number} of ${fullName(repository)} comes from ${pull.headOwner === null ? 'a fork that is gone' : `the fork of ${pull.headOwner}`}: artifacts of its runs are made by code that nobody with write access has approved.`, { hint: forkHint });
}
/** How to take artifacts of forks, for those who know what they do. */
const forkHint = 'If the files are only read as data (never run, sourced or put on a path), set allow-forks: true and a path of their own.';
const idOf = async ({ github, context }, repository, current) => context.repositoryId !== null && current !== null && isSameRepository(current.repository, repository)
    ? context.repositoryId
    : (await github.getRepository(repository)).id;

;// CONCATENATED MODULE: ./src/fetch/plan-missing.ts



/**
 * Why artifacts of a run may be there and not be seen; empty where that is not so. GitHub Enterprise Server lists them
 * only when their run has completed.
 */
function hintOfUnlisted({ isGhes }, decisions) {
    const unfinished = decisions.find(({ identity, test }) => test === 'artifacts' && identity.status !== 'completed');
    return isGhes && unfinished !== undefined
        ? `Run ${unfinished.identity.id} has not completed, and GitHub Enterprise Server lists the artifacts of a run only then: wait for its end (wait: 30min), or fetch them in a workflow on workflow_run.`
        : '';
}
/** What runs and artifacts that were asked for by their ids lack, all together: names and min-count. */
function lackOfAddresses(artifacts, { runs, decisions }, request) {
    if (decisions.every(({ isTaken }) => !isTaken))
        return decisions.map((decision) => lackOfRun(decision, request));
    if (request.target !== 'artifacts')
        return [];
    const unmatched = unmatchedNames(artifacts, request.artifactSelectors);
    const [only] = runs.length === 1 ? runs : [];
    const where = only === undefined ? 'what was asked for' : describeRun(only.repository, only.identity.id);
    if (unmatched.length > 0)
        return unmatched.map(({ source }) => ({
            what: `${where} has no artifact that matches ${source}`,
            hint: '',
        }));
    if (artifacts.length >= request.minCount)
        return [];
    return [
        {
            what: `${where} has only ${(0,format/* countOf */.pq)(artifacts.length, 'artifact')} of those asked for, fewer than min-count (${request.minCount})`,
            hint: '',
        },
    ];
}
function lackOfRun({ repository, identity, test, reason }, { ask }) {
    if (test === 'artifacts')
        return {
            what: ask.kind === 'artifacts' ? reason : `${describeRun(repository, identity.id)} is there, but ${reason}`,
            hint: '',
        };
    return {
        what: `${describeRun(repository, identity.id)} is there, but ${reason}`,
        hint: 'Selectors beside run-id and artifact-id narrow further: widen or remove them.',
    };
}

;// CONCATENATED MODULE: ./src/fetch/gather-by-id.ts
/** Runs and artifacts by id: full addresses, of any repository; other selectors narrow them further. */














const maxNearest = 5;
/** Addresses that are asked about at once. */
const gather_by_id_concurrency = 6;
/** Finds runs by id. Throws a UserError for a fork's run that is not allowed. */
async function gatherRuns(world, request, { addresses, isLast }) {
    const scopes = scopeReader(world, request);
    const limit = (0,p_limit/* default */.A)(gather_by_id_concurrency);
    const found = await Promise.all(addresses.map((address) => limit(() => gatherRun(world, request, { address, scopes }))));
    const findings = conclude(request, found);
    return isLast ? withNearest(world, request, findings) : findings;
}
/** A miss with the names that are near: a list by one name has shown no other. */
async function withNearest({ github }, request, findings) {
    if (findings.missing.length === 0 || findings.nearestNames.length > 0)
        return findings;
    const run = findings.runDecisions.find(({ isTaken, test }) => isTaken || test === 'artifacts');
    if (run === undefined)
        return findings;
    const { repository, identity } = run;
    const nearestNames = await nearestInRun(github, request, { repository, runId: identity.id });
    return { ...findings, nearestNames };
}
/** What the selectors mean in each repository, read once. */
function scopeReader(world, request) {
    const known = new Map();
    return (repository) => {
        const key = fullName(repository).toLowerCase();
        const scope = known.get(key) ?? gatherScope(world, repository, request);
        known.set(key, scope);
        return scope;
    };
}
async function gatherRun(world, request, { address, scopes }) {
    const { id, repository } = address;
    const reading = getOrMissing(world.github.getRun(repository, id));
    // At once: a run that is asked for by id is nearly always taken, and each request is a journey to the server.
    const looking = lookInto(world.github, { repository, runId: id }, request);
    looking.catch(() => undefined);
    const run = await reading;
    if ('hint' in run)
        return missing({ what: `${describeRun(repository, id)} is not there`, hint: run.hint });
    const narrowed = narrow(run, await scopes(repository));
    if (narrowed !== null)
        return narrowed;
    const isFork = assertTrusted(run, repository, request);
    const contents = await looking;
    const hasSome = contents.artifacts.length > 0 || contents.jobs.length > 0;
    return {
        taken: takenRun({ repository, run, isFork }, contents, request),
        decision: hasSome ? taken(run, repository) : passedOver({ run, repository }, lackOf(contents, request)),
        artifactDecisions: contents.artifactDecisions,
        missing: request.target === 'artifacts' || contents.lack === null
            ? []
            : [{ what: `${describeRun(repository, id)} has not what was asked for: ${contents.lack}`, hint: '' }],
        producer: identityOf(run),
    };
}
const lackOf = ({ lack }, { target }) => ({
    test: target === 'artifacts' ? 'artifacts' : 'jobs',
    reason: lack ?? '',
});
/** Other selectors beside an id: a run that they do not take is passed over. Null when they take it. */
function narrow(run, scope) {
    const { repository } = scope;
    const [gone] = scope.missing;
    if (gone !== undefined)
        return missing(gone);
    const verdict = (0,runs/* runMatches */.hx)(run, scope.selectors, scope.facts);
    if (verdict.matches)
        return null;
    return {
        taken: null,
        decision: passedOver({ run, repository }, verdict),
        artifactDecisions: [],
        missing: [],
        producer: verdict.test === 'conclusion' ? identityOf(run) : null,
    };
}
/** Whether the run is of a fork. Throws a UserError when it is and that is not allowed. */
function assertTrusted(run, repository, request) {
    const isCurrent = isSame({ id: run.id, repository }, request.current);
    if (request.target !== 'artifacts' || isCurrent || !(0,trust/* isOfFork */.O)(run))
        return false;
    if (request.allowForks)
        return true;
    throw new errors/* UserError */.yo(`${capitalize(describeRun(repository, run.id))} is of ${(0,trust/* describeFork */.g)(run)}: its artifacts are made by code that nobody with write access has approved.`, { hint: forkHint });
}
const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** Finds artifacts by id. Throws a UserError for one of a fork's run that is not allowed. */
async function gatherArtifacts(world, request, addresses) {
    const scopes = scopeReader(world, request);
    const limit = (0,p_limit/* default */.A)(gather_by_id_concurrency);
    const got = await Promise.all(addresses.map((address) => limit(() => getArtifact(world, address))));
    const gone = got.flatMap((each) => ('what' in each ? [missing(each)] : []));
    const groups = groupByRun(got.flatMap((each) => ('what' in each ? [] : [each])));
    const found = await Promise.all(groups.map((group) => limit(() => gatherGroup(world, request, { group, scopes }))));
    return conclude(request, [...gone, ...found]);
}
async function getArtifact({ github }, { id, repository }) {
    const what = `artifact ${id} of ${fullName(repository)}`;
    const artifact = await getOrMissing(github.getArtifact(repository, id));
    if (!('name' in artifact))
        return { what: `${what} is not there`, hint: artifact.hint };
    if (artifact.run === null)
        throw new errors/* UserError */.yo(`GitHub does not say which run ${what} is of, so that nobody knows who made it.`, {
            hint: 'Fetch it by run-id and name instead.',
        });
    return { repository, runId: artifact.run.id, artifacts: [artifact] };
}
function groupByRun(all) {
    const groups = new Map();
    for (const each of all) {
        const key = `${fullName(each.repository).toLowerCase()}#${each.runId}`;
        const known = groups.get(key);
        groups.set(key, { ...each, artifacts: [...(known?.artifacts ?? []), ...each.artifacts] });
    }
    return [...groups.values()];
}
/** Artifacts asked for by id, all of one run. */
async function gatherGroup(world, request, options) {
    const { repository, runId, artifacts } = options.group;
    const run = await getOrMissing(world.github.getRun(repository, runId));
    if ('hint' in run)
        return missing({ what: `${describeRun(repository, runId)} is not there any more`, hint: run.hint });
    const narrowed = narrow(run, await options.scopes(repository));
    if (narrowed !== null)
        return narrowed;
    const isFork = assertTrusted(run, repository, request);
    const judged = judgeEach(artifacts, request);
    const chosen = judged.filter(({ isTaken }) => isTaken).map(({ artifact }) => artifact);
    const gone = judged.filter(({ test }) => test === 'expired');
    return {
        taken: chosen.length === 0
            ? null
            : takenRun({ repository, run, isFork }, { artifacts: chosen, jobs: [] }, request),
        decision: chosen.length > 0
            ? taken(run, repository)
            : passedOver({ run, repository }, { test: 'artifacts', reason: judged.map(explainArtifact).join('; ') }),
        artifactDecisions: judged,
        missing: gone.map(({ artifact, reason }) => ({
            what: `artifact ${artifact.id} ("${artifact.name}") of ${fullName(repository)} ${reason}`,
            hint: 'GitHub keeps artifacts for the retention-days of the upload; fetch that of a newer run.',
        })),
        producer: null,
    };
}
/** Ids beat names: two artifacts of one name are both asked for. So each is judged by itself. */
const judgeEach = (artifacts, request) => artifacts.flatMap((artifact) => selectArtifacts([artifact], request.artifactSelectors).verdicts.map((verdict) => decisionOf(verdict, artifact.run?.id ?? null)));
const explainArtifact = ({ artifact: { id, name }, test, reason }) => `artifact ${id} ("${name}") ${test === 'name' ? 'is passed over: ' : ''}${reason}`;
/** The object, or the hint of the error that says that it is not there. */
async function getOrMissing(reading) {
    try {
        return await reading;
    }
    catch (error) {
        if ((0,errors/* isMissing */.b2)(error))
            return { hint: error.hint };
        throw error;
    }
}
const missing = (what) => ({
    taken: null,
    decision: null,
    artifactDecisions: [],
    missing: [what],
    producer: null,
});
const taken = (run, repository) => ({
    repository,
    identity: identityOf(run),
    isTaken: true,
    test: '',
    reason: '',
});
const passedOver = ({ run, repository }, { test, reason }) => ({ repository, identity: identityOf(run), isTaken: false, test, reason });
/** Puts the addresses together: names and min-count are asked of all of them. */
function conclude(request, found) {
    const runs = found.flatMap((each) => (each.taken === null ? [] : [each.taken])).toSorted(byAge);
    const artifacts = runs.flatMap((run) => run.artifacts.map(({ artifact }) => artifact));
    const gone = found.flatMap((each) => each.missing);
    const decisions = found.flatMap((each) => (each.decision === null ? [] : [each.decision])).toSorted(byAge);
    const lacking = gone.length > 0 ? [] : lackOfAddresses(artifacts, { runs, decisions }, request);
    const hint = hintOfUnlisted(request, decisions);
    const artifactDecisions = found.flatMap((each) => each.artifactDecisions);
    const asked = askedNames(request);
    const names = artifactDecisions.map(({ artifact }) => artifact.name).filter((name) => !asked.includes(name));
    return {
        taken: runs,
        runDecisions: decisions,
        artifactDecisions,
        missing: [...gone, ...lacking.map((each) => (each.hint === '' ? { ...each, hint } : each))],
        notes: [],
        nearestNames: lacking.length === 0 || asked.length === 0 ? [] : nearestTo(asked, names, maxNearest),
        distance: null,
        producers: found.flatMap((each) => (each.producer === null ? [] : [each.producer])),
    };
}
const byAge = (one, other) => (0,order/* newestRunFirst */.sg)({ id: one.identity.id, createdAtMs: one.identity.createdAtMs ?? 0 }, { id: other.identity.id, createdAtMs: other.identity.createdAtMs ?? 0 });

;// CONCATENATED MODULE: ./src/fetch/gather-current.ts
/** Artifacts of the run that this step is part of: through the runtime token where there is one, else by REST. */










const gather_current_maxNearest = 5;
/** Finds what is asked for in the current run. Throws UserError where nothing could be asked. */
async function gatherCurrent(world, request, current) {
    if (request.target !== 'artifacts')
        return gatherCurrentJobs(world, request, current);
    if (world.context.isGhes)
        throw new errors/* UserError */.yo(ghesMessage, { hint: ghesHint });
    const listed = await listCurrent(world, request, current);
    const contents = judgeArtifacts(current.runId, listed.map(({ artifact }) => artifact), request);
    const viaOf = new Map(listed.map(({ artifact, via }) => [artifact.id, via]));
    const missing = missingOf(contents, request, current);
    const found = foundIn(current, {
        identity: currentIdentity(world.context, current),
        contents,
        lacks: 'artifacts',
    });
    return {
        ...found,
        taken: found.taken.map((run) => ({
            ...run,
            artifacts: run.artifacts.map(({ artifact }) => ({ artifact, via: viaOf.get(artifact.id) ?? 'api' })),
        })),
        missing,
        nearestNames: missing.length === 0 ? [] : await gather_current_nearestNames(world, request, { current, contents }),
    };
}
/** The results service lists all names; where the API was asked for one only, it is asked for the others as well. */
async function gather_current_nearestNames({ github, results }, request, { current, contents }) {
    const known = gather_current_nearest(contents, request);
    return known.length > 0 || results !== null || !current.isLast
        ? known
        : nearestInRun(github, request, current);
}
const ghesMessage = 'Artifacts of the current run cannot be fetched on GitHub Enterprise Server: its API lists them only when the run has completed.';
const ghesHint = 'Fetch them from a workflow on workflow_run (run-id: ${{ github.event.workflow_run.id }}), or of an earlier run (workflow, branch, commit).';
async function gatherCurrentJobs(world, request, current) {
    const run = await world.github.getRun(current.repository, current.runId);
    const contents = await lookInto(world.github, current, request);
    const found = foundIn(current, { identity: identityOf(run), contents, lacks: 'jobs' });
    return {
        ...found,
        taken: found.taken.map((taken) => ({ ...taken, run })),
        missing: contents.lack === null
            ? []
            : [{ what: `the current run has not what was asked for: ${contents.lack}`, hint: '' }],
    };
}
function foundIn(current, { identity, contents, lacks, }) {
    const isTaken = contents.artifacts.length > 0 || contents.jobs.length > 0;
    return {
        taken: [
            {
                repository: current.repository,
                identity,
                run: null,
                isCurrent: true,
                isFork: false,
                artifacts: byId(contents.artifacts).map((artifact) => ({ artifact, via: 'api' })),
                jobs: contents.jobs,
            },
        ],
        runDecisions: [
            {
                repository: current.repository,
                identity,
                isTaken,
                test: isTaken ? '' : lacks,
                reason: isTaken ? '' : (contents.lack ?? ''),
            },
        ],
        artifactDecisions: contents.artifactDecisions,
        missing: [],
        notes: [],
        nearestNames: [],
        distance: null,
        producers: [{ ...identity, status: 'in_progress', conclusion: null }],
    };
}
/**
 * The results service knows this attempt's artifacts only. On a re-run those of earlier attempts come by REST: when
 * something asked for is not there, and when a pattern cannot tell whether something is missing.
 */
async function listCurrent(world, request, current) {
    const byResults = await listByResults(world, current);
    if (byResults === null)
        return listByRest(world, request, current);
    const isRerun = (world.context.runAttempt ?? 1) > 1;
    if (!isRerun || !current.hasToken)
        return byResults;
    const isSure = literalName(request.artifactSelectors) !== null && hasAll(byResults, request);
    if (isSure)
        return byResults;
    try {
        return merge(byResults, await listByRest(world, request, current));
    }
    catch (error) {
        if (!(error instanceof errors/* UserError */.yo))
            throw error;
        world.log.warning(`Artifacts of earlier attempts of this run could not be looked for: ${error.message} ${error.hint}`);
        return byResults;
    }
}
/** Null where there is no results service, or where it does not answer and REST can be asked instead. */
async function listByResults(world, current) {
    if (world.results === null)
        return null;
    try {
        const listed = await world.results.listArtifacts();
        return listed.map((artifact) => ({ artifact: fromResults(artifact, current.runId), via: 'results' }));
    }
    catch (error) {
        if (!current.hasToken || !(error instanceof errors/* UserError */.yo))
            throw error;
        world.log.debug(`The results service did not answer, so the API is asked: ${error.message}`);
        return null;
    }
}
async function listByRest({ github }, request, current) {
    if (!current.hasToken)
        throw new errors/* UserError */.yo('The artifacts of the current run cannot be listed: there is neither a runtime token nor a github-token.', {
            hint: 'Run the action as a step with uses:, which gives it the runtime token, or set github-token.',
        });
    const listed = await listArtifacts(github, current, request);
    return listed.map((artifact) => ({ artifact, via: 'api' }));
}
const hasAll = (listed, request) => unmatchedNames(listed.map(({ artifact }) => artifact), request.artifactSelectors).length === 0;
/** The results service's own come first: their URLs take no quota. */
function merge(first, second) {
    const known = new Set(first.map(({ artifact }) => artifact.id));
    return [...first, ...second.filter(({ artifact }) => !known.has(artifact.id))];
}
const fromResults = (artifact, runId) => ({
    ...artifact,
    isExpired: false,
    // Only orders artifacts of one run among each other, which their ids do as well.
    createdAtMs: artifact.createdAtMs ?? 0,
    expiresAtMs: null,
    run: { id: runId, headBranch: null, headSha: null, repositoryId: null, headRepositoryId: null },
});
function missingOf(contents, request, current) {
    const unmatched = unmatchedNames(contents.artifacts, request.artifactSelectors);
    const where = `the current ${describeRun(current.repository, current.runId)}`;
    const hint = 'Check that the job that uploads it is in needs:, and that it was not skipped.';
    if (unmatched.length > 0)
        return unmatched.map((pattern) => ({
            what: `${where} has no artifact that matches ${pattern.source}`,
            hint,
        }));
    return contents.lack === null
        ? []
        : [{ what: `${where} has not what was asked for: ${contents.lack}`, hint }];
}
function gather_current_nearest(contents, request) {
    const asked = (request.artifactSelectors.name?.includes ?? []).map(({ source }) => source);
    const names = contents.artifactDecisions
        .map(({ artifact }) => artifact.name)
        .filter((name) => !asked.includes(name));
    return asked.length === 0 ? [] : nearestTo(asked, names, gather_current_maxNearest);
}
/** What the runner says about the run, for no request. For a pull request the head is its own, not the merge's. */
function currentIdentity(context, current) {
    const { payload, serverUrl } = context;
    const { repository, runId } = current;
    return {
        id: runId,
        number: context.runNumber,
        attempt: context.runAttempt,
        url: `${serverUrl.replace(/\/+$/, '')}/${repository.owner}/${repository.name}/actions/runs/${runId}`,
        workflowName: (0,select_workflows/* fileNameOf */.bV)(context.workflowPath),
        event: context.event,
        headSha: textAt(payload, ['pull_request', 'head', 'sha']) ?? context.sha,
        headBranch: textAt(payload, ['pull_request', 'head', 'ref']) ?? (context.refName || null),
        status: 'in_progress',
        conclusion: null,
        createdAtMs: null,
    };
}

;// CONCATENATED MODULE: ./src/fetch/gather-pages.ts
/** Pages of a list one after the other, also while it shrinks. */

/** So often a list is gone back in; one that shrinks all the time is read as well as it can be. */
const maxStepsBack = 5;
/** Reads pages by number, from 1. */
function readPages(fetchPage) {
    let page = 0;
    let total = null;
    let stepsBack = 0;
    return {
        page: () => page,
        next: async () => {
            const read = await fetchPage(page + 1);
            const movedBy = total === null || read.totalCount === null ? 0 : total - read.totalCount;
            total = read.totalCount;
            if (page === 0 || movedBy <= 0 || stepsBack >= maxStepsBack) {
                page += 1;
                return read;
            }
            stepsBack += 1;
            page = Math.max(0, page - Math.ceil(movedBy / listing/* pageSize */.T0));
            return { items: [], totalCount: read.totalCount, hasNext: true };
        },
    };
}

;// CONCATENATED MODULE: ./src/fetch/gather-runs.ts
/** Runs of one or several lists, newest first, read page by page as they are asked for. */



/** GitHub gives at most 1,000 results of a filtered list; a search reads no further in any list. */
const maxListedRuns = 1000;
const maxRunPages = maxListedRuns / listing/* pageSize */.T0;
/**
 * Merges the lists of several queries by age. GitHub gives newest runs first, though it does not promise it: each
 * page is sorted again, and a run that moved to another page meanwhile comes once, and comes. Throws ApiError.
 */
function listRuns(source, queries, limits) {
    const lists = queries.map((query) => ({
        pages: readPages((page) => source.github.listRuns(source.repository, query, page)),
        buffer: [],
        isDone: false,
        isCut: false,
    }));
    let pagesLeft = limits.maxPages;
    const fill = async (list) => {
        while (list.buffer.length === 0 && !list.isDone) {
            const isFirst = list.pages.page() === 0;
            if (list.pages.page() >= maxRunPages || (!isFirst && (pagesLeft <= 0 || !limits.mayReadOn()))) {
                list.isDone = true;
                list.isCut = true;
                return;
            }
            pagesLeft -= 1;
            const { items, hasNext, totalCount } = await list.pages.next();
            list.buffer = items.toSorted(order/* newestRunFirst */.sg);
            list.isDone = !hasNext;
            // A filtered list ends at 1,000 results, whatever the number of runs that match.
            list.isCut = !hasNext && list.pages.page() >= maxRunPages && (totalCount ?? 0) > maxListedRuns;
        }
    };
    async function* merge() {
        const seen = new Set();
        for (;;) {
            await Promise.all(lists.map(fill));
            const [newest] = lists
                .filter(({ buffer }) => buffer.length > 0)
                .sort((one, other) => compareHeads(one, other));
            const run = newest?.buffer.shift();
            if (run === undefined)
                return;
            if (seen.has(run.id))
                continue;
            seen.add(run.id);
            yield run;
        }
    }
    return {
        runs: merge(),
        isCut: () => lists.some((list) => list.isCut),
        needsRequest: () => lists.some((list) => list.buffer.length === 0 && !list.isDone),
    };
}
function compareHeads(one, other) {
    const [first] = one.buffer;
    const [second] = other.buffer;
    return first === undefined || second === undefined ? 0 : (0,order/* newestRunFirst */.sg)(first, second);
}
/**
 * The runs of one workflow that have these numbers. Numbers fall from page to page, so that a number far back is
 * found in a few requests instead of hundreds. Throws ApiError.
 */
async function findRunsByNumber(source, workflow, numbers) {
    const pages = new Map();
    const read = async (page) => {
        const known = pages.get(page);
        if (known !== undefined)
            return known;
        const { items, totalCount } = await source.github.listRuns(source.repository, { workflow }, page);
        const runs = items.toSorted((one, other) => other.number - one.number);
        pages.set(page, runs);
        total = Math.max(total, totalCount ?? 0);
        return runs;
    };
    let total = 0;
    const found = [];
    for (const number of numbers) {
        const run = await bisect(read, number, () => Math.max(1, Math.ceil(total / listing/* pageSize */.T0)));
        if (run !== null)
            found.push(run);
    }
    return found.toSorted(order/* newestRunFirst */.sg);
}
/** Narrows the pages that can hold a number. Deleted runs leave gaps, so that it is never further back than counted. */
async function bisect(read, number, pageCount) {
    let first = 1;
    let page = 1;
    let last = Number.POSITIVE_INFINITY;
    while (first <= Math.min(last, pageCount())) {
        const runs = await read(page);
        const [top] = runs;
        const bottom = runs.at(-1);
        if (top === undefined || bottom === undefined)
            last = page - 1;
        else if (number > top.number)
            last = page - 1;
        else if (number < bottom.number)
            first = page + 1;
        else
            return runs.find((run) => run.number === number) ?? null;
        const end = Math.min(last, pageCount());
        const jump = bottom === undefined ? end : page + Math.ceil((bottom.number - number) / listing/* pageSize */.T0);
        // The guess by counting is exact where no run was deleted; where it is out of range, halve what is left.
        page = jump >= first && jump <= end && jump !== page ? jump : Math.floor((first + end) / 2);
    }
    return null;
}

;// CONCATENATED MODULE: ./src/fetch/plan-queries.ts

/** What `status` of a run list accepts. `startup_failure` is a conclusion that it does not. */
const queryableStatuses = new Set([
    'completed',
    'action_required',
    'cancelled',
    'failure',
    'neutral',
    'skipped',
    'stale',
    'success',
    'timed_out',
    'in_progress',
    'queued',
    'requested',
    'waiting',
    'pending',
]);
/**
 * How long after its creation a run may be started again: GitHub allows 30 days. A run's timestamp is at most so
 * much later than the `created_at` that the server filters by.
 */
const rerunWindowMs = 31 * 24 * 60 * 60_000;
/** The queries whose results together hold every run that the selectors take. */
function planQueries(request) {
    const base = baseQuery(request);
    const ofPull = pullQueries(base, request.facts);
    return request.workflows.length === 0
        ? ofPull
        : request.workflows.flatMap((workflow) => ofPull.map((query) => ({ workflow, ...query })));
}
function baseQuery({ selectors, facts, branchLine, isWaiting }) {
    const { event, actor, conclusion } = selectors;
    const branch = literalBranch(branchLine, facts);
    const status = isWaiting ? null : onlyWord(conclusion);
    const created = createdFilter(createdRange(selectors, facts.nowMs));
    const onlyEvent = onlyWord(event);
    const onlyActor = onlyWord(actor);
    return {
        ...(branch === null ? {} : { branch }),
        ...(onlyEvent === null ? {} : { event: onlyEvent }),
        ...(onlyActor === null ? {} : { actor: onlyActor }),
        ...(status !== null && queryableStatuses.has(status) ? { status } : {}),
        ...(facts.commitSha === null ? {} : { headSha: facts.commitSha }),
        ...(created === null ? {} : { created }),
    };
}
/** A pull request's runs are those of its head branch since it opened, and those of its head commit. */
function pullQueries(base, { pullRequest }) {
    if (pullRequest === null)
        return [base];
    const ofHead = { branch: pullRequest.headBranch, ...base };
    // The list of one commit needs no other narrowing; a commit asked for besides is narrower still.
    if (base.headSha !== undefined)
        return [base];
    return [
        base.created === undefined
            ? { ...ofHead, created: createdFilter({ fromMs: pullRequest.createdAtMs, toMs: null }) ?? '' }
            : ofHead,
        { ...base, headSha: pullRequest.headSha },
    ];
}
/** The one branch that a line can mean; null where it may be several. */
function literalBranch(line, { defaultBranch }) {
    if (line === null)
        return null;
    if (line.kind === 'word')
        return line.word === '@default' ? defaultBranch : null;
    return line.pattern.isLiteral ? line.pattern.source : null;
}
function onlyWord(list) {
    const [only, ...rest] = list?.includes ?? [];
    return only === undefined || rest.length > 0 || only === conclusion/* anyConclusion */.km ? null : only;
}
/** The `created_at` that a run may have whose timestamp is in range. */
function createdRange(selectors, nowMs) {
    const { created, olderThanMs, newerThanMs } = selectors;
    const from = largest([created?.fromMs ?? null, newerThanMs === null ? null : nowMs - newerThanMs]);
    const to = smallest([created?.toMs ?? null, olderThanMs === null ? null : nowMs - olderThanMs]);
    return { fromMs: from === null ? null : from - rerunWindowMs, toMs: to };
}
const isNumber = (value) => value !== null;
function largest(values) {
    const numbers = values.filter(isNumber);
    return numbers.length === 0 ? null : Math.max(...numbers);
}
function smallest(values) {
    const numbers = values.filter(isNumber);
    return numbers.length === 0 ? null : Math.min(...numbers);
}
/** GitHub's search syntax, to the second: `>=A`, `<=B`, `A..B`. */
function createdFilter({ fromMs, toMs }) {
    const from = fromMs === null ? null : isoSeconds(Math.floor(fromMs / 1000));
    const to = toMs === null ? null : isoSeconds(Math.ceil(toMs / 1000));
    if (from !== null && to !== null)
        return `${from}..${to}`;
    if (from !== null)
        return `>=${from}`;
    return to === null ? null : `<=${to}`;
}
/** The earliest and latest moments that a four-digit year can write. */
const minSeconds = 0;
const maxSeconds = Date.UTC(9999, 11, 31) / 1000;
const isoSeconds = (seconds) => `${new Date(Math.min(Math.max(seconds, minSeconds), maxSeconds) * 1000).toISOString().slice(0, 19)}Z`;

;// CONCATENATED MODULE: ./src/fetch/gather-judge.ts









/** How many of the newest runs are waited for. */
const maxProducers = 20;
/** Judges a run: its selectors, then who made it, then what it has; records the one reason. */
async function gather_judge_judge(search, run, pass) {
    const { request, scope } = search;
    const facts = { ...scope.facts, commitSha: pass.commitSha };
    const verdict = (0,runs/* runMatches */.hx)(run, scope.selectors, facts);
    if (search.options.isWaiting)
        noteProducer(search, run, pass);
    if (!verdict.matches) {
        decide(search, run, { test: verdict.test, reason: verdict.reason });
        return;
    }
    const rank = scope.selectors.branch === null ? 0 : ((0,branches/* branchRank */.Rp)(scope.selectors.branch, run, facts) ?? 0);
    // Its own line of `branch` was tried before, or will be.
    if (pass.rank !== null && pass.rank !== rank) {
        search.deferred.set(run.id, run);
        return;
    }
    if (isBarred(search, run)) {
        decide(search, run, { test: 'fork', reason: `it is of ${(0,trust/* describeFork */.g)(run)}` });
        return;
    }
    const contents = await contentsOf(search, run);
    if (contents === null) {
        search.isOutOfQuota = true;
        return;
    }
    search.artifactDecisions.push(...contents.artifactDecisions);
    if (contents.lack !== null) {
        decide(search, run, {
            test: request.target === 'artifacts' ? 'artifacts' : 'jobs',
            reason: contents.lack,
        });
        return;
    }
    decide(search, run, { test: '', reason: '' });
    search.matches.push({ run, contents, rank });
}
/** The trust gate: artifacts of a fork's run are taken only where that was asked for; the current run is exempt. */
const isBarred = ({ request, scope }, run) => request.target === 'artifacts' &&
    !request.allowForks &&
    (0,trust/* isOfFork */.O)(run) &&
    !isSame({ id: run.id, repository: scope.repository }, request.current);
/** Null where asking the run would take what has to be left of the rate limit; one run is always asked. */
async function contentsOf(search, run) {
    const { world, request, scope, index, options } = search;
    const listed = index === null ? null : await index.find(run);
    if (listed !== null)
        return judgeArtifacts(run.id, listed, request);
    const known = options.settled.find(run);
    if (known !== null)
        return known;
    if (search.lookedInto > 0 && !canAfford(world.github, request.apiReserve, 1))
        return null;
    search.lookedInto += 1;
    const contents = await lookInto(world.github, { repository: scope.repository, runId: run.id }, request);
    options.settled.note(run, contents);
    return contents;
}
/** Gives the runs whose line of `branch` never had its turn the reason for that. */
function decideDeferred(search) {
    const reason = search.matches.length > 0
        ? 'an earlier line of branch has a match'
        : 'the search ended before its line of branch';
    for (const run of search.deferred.values())
        if (!search.decisions.has(run.id))
            decide(search, run, { test: 'branch', reason });
}
/** Records the one reason why a run is passed over; an empty test takes it. */
function decide(search, run, { test, reason }) {
    const { repository } = search.scope;
    const isOwn = test === 'conclusion' && isSame({ id: run.id, repository }, search.request.current);
    search.decisions.set(run.id, {
        repository,
        identity: identityOf(run),
        isTaken: test === '',
        test,
        reason: isOwn ? `it is the run of this step, and ${reason.replace(/^it is /, '')}` : reason,
    });
}
/** Runs that only their conclusion keeps from matching, or what they have so far. */
function noteProducer(search, run, pass) {
    const { scope, producers, request } = search;
    const facts = { ...scope.facts, commitSha: pass.commitSha };
    if (producers.length >= maxProducers || producers.some(({ id }) => id === run.id))
        return;
    if (isBarred(search, run))
        return;
    // The run of this step cannot come to a conclusion before the step does.
    const isOwn = isSame({ id: run.id, repository: scope.repository }, request.current);
    const selectors = isOwn ? scope.selectors : { ...scope.selectors, conclusion: null };
    if ((0,runs/* runMatches */.hx)(run, selectors, facts).matches)
        producers.push(identityOf(run));
}
/**
 * Runs that have a live artifact of the name and are not judged yet, newest first; null where that is not known.
 * An artifact tells its run's branch, commit and head repository.
 */
function viableRuns(search, pass) {
    if (search.index?.isComplete() !== true)
        return null;
    return search.index
        .runs()
        .filter(([runId, artifacts]) => !search.decisions.has(runId) && artifacts.some(isViable(search, pass)))
        .map(([runId]) => runId);
}
const isViable = (search, pass) => ({ isExpired, run }) => {
    if (isExpired || run === null)
        return false;
    if (pass.commitSha !== null && run.headSha !== null && run.headSha !== pass.commitSha)
        return false;
    const branch = literalBranch(pass.line, search.scope.facts);
    if (branch !== null && run.headBranch !== null && run.headBranch !== branch)
        return false;
    const isCurrent = isSame({ id: run.id, repository: search.scope.repository }, search.request.current);
    // Where the API does not say whose it is, the run has to.
    return search.request.allowForks || isCurrent || run.repositoryId === null || !(0,trust/* isOfFork */.O)(run);
};

;// CONCATENATED MODULE: ./src/fetch/gather-explain.ts
/**
 * The runs that a search never saw, since it asked GitHub only for those of the right conclusion, branch or commit.
 * What a reader of a miss looks for first is the run that failed.
 */






/** More lists than this are read as one, of all workflows: an explanation is worth a request or two. */
const maxQueries = 2;
/** Of runs that have next to nothing in common with those asked for, so many show what there is. */
const maxStrangers = 30;
/** Gives every run of the first page its reason: whatever its conclusion, and where there is none, whatever it is. */
async function explainMiss(search) {
    const { scope, request, options } = search;
    // Numbers were looked for in the whole list, and looks of a wait see runs of every conclusion.
    if (scope.selectors.runNumbers !== null)
        return;
    if (!options.isWaiting && request.ancestors === 0)
        await explainRuns(search, { queries: ofAnyConclusion(search), maxRuns: Number.POSITIVE_INFINITY });
    // Runs of ancestors have other commits than the list could be asked for.
    if (request.ancestors > 0 || search.decisions.size === 0)
        await explainRuns(search, { queries: ofAnyKind(search), maxRuns: maxStrangers });
}
/** Gives the runs that are newer than the match their reasons, too. */
async function explainMatch(search) {
    const { scope, request, options, matches } = search;
    if (scope.selectors.runNumbers !== null || options.isWaiting || request.ancestors > 0)
        return;
    const sinceMs = Math.min(...matches.map(({ run }) => run.createdAtMs));
    await explainRuns(search, { queries: ofAnyConclusion(search), maxRuns: Number.POSITIVE_INFINITY, sinceMs });
}
function ofAnyConclusion(search) {
    const { scope } = search;
    const lines = scope.selectors.branch?.includes ?? [];
    return planQueries({
        selectors: scope.selectors,
        facts: scope.facts,
        branchLine: lines.length === 1 ? (lines[0] ?? null) : null,
        workflows: workflowsOf(search),
        isWaiting: true,
    });
}
const ofAnyKind = (search) => {
    const workflows = workflowsOf(search);
    return workflows.length === 0 ? [{}] : workflows.map((workflow) => ({ workflow }));
};
const workflowsOf = ({ scope: { workflow } }) => workflow.filters.length <= maxQueries ? workflow.filters : [];
async function explainRuns(search, { queries, maxRuns, sinceMs = 0 }) {
    const { world, request, scope } = search;
    if (!canAfford(world.github, request.apiReserve, queries.length))
        return;
    const source = { github: world.github, repository: scope.repository };
    const { runs } = listRuns(source, queries, { maxPages: queries.length, mayReadOn: () => false });
    let count = 0;
    try {
        for await (const run of runs) {
            if (run.createdAtMs < sinceMs || count >= maxRuns)
                return;
            count += 1;
            if (!search.decisions.has(run.id))
                explain(search, run);
        }
    }
    catch (error) {
        // What the search found is worth more than why.
        if (!(error instanceof errors/* ApiError */.hD))
            throw error;
        world.log.debug(`The runs that were not looked at stay unexplained: ${error.message}`);
    }
}
/** By its selectors alone: a run that passes them all has come since, or is none of those that were looked for. */
function explain(search, run) {
    const { scope, walked } = search;
    const commitSha = walked.has(run.headSha) ? run.headSha : scope.facts.commitSha;
    const verdict = (0,runs/* runMatches */.hx)(run, scope.selectors, { ...scope.facts, commitSha });
    if (!verdict.matches)
        decide(search, run, verdict);
}

;// CONCATENATED MODULE: ./src/fetch/gather-index.ts

/** Pages of the list that are read; beyond them a run is asked itself. */
const maxIndexPages = 10;
/** Clocks of GitHub's services differ: an artifact may seem a little older than its run. */
const clockSkewMs = 5 * 60_000;
/** Reads the first page. Throws ApiError. */
async function openIndex(github, repository, options) {
    const byRun = new Map();
    const seen = new Set();
    const pages = readPages((page) => github.listArtifacts(repository, { name: options.name }, page));
    let hasNext = true;
    let isOrdered = true;
    let knowsRuns = true;
    let last = null;
    const readPage = async () => {
        const listed = await pages.next();
        hasNext = listed.hasNext;
        for (const artifact of listed.items) {
            if (seen.has(artifact.id))
                continue;
            seen.add(artifact.id);
            // Newest first is what GitHub does and does not promise: where it is not so, all has to be read.
            if (last !== null && (artifact.id > last.id || artifact.createdAtMs > last.createdAtMs + clockSkewMs))
                isOrdered = false;
            last = artifact;
            if (artifact.run === null) {
                knowsRuns = false;
                continue;
            }
            const known = byRun.get(artifact.run.id);
            if (known === undefined)
                byRun.set(artifact.run.id, [artifact]);
            else
                known.push(artifact);
        }
    };
    /** Artifacts are made after their run: once older ones are read, nothing of a run can follow. */
    const reaches = (run) => !hasNext || (isOrdered && last !== null && last.createdAtMs < run.createdAtMs - clockSkewMs);
    await readPage();
    return {
        find: async (run) => {
            // The first one met is of the highest id, and so the one that counts.
            const isKnown = () => reaches(run) || (isOrdered && byRun.has(run.id));
            while (!isKnown() && pages.page() < maxIndexPages && options.mayReadOn())
                await readPage();
            const found = byRun.get(run.id);
            return found ?? (reaches(run) && knowsRuns ? [] : null);
        },
        isComplete: () => !hasNext && knowsRuns,
        runs: () => [...byRun].toSorted(([one], [other]) => other - one),
    };
}

;// CONCATENATED MODULE: ./src/fetch/gather-search.ts
/** The search for the newest runs that match: reads runs newest first and judges each, until there are enough. */
















/** Runs that a search asks about by themselves, one request or more each. */
const maxLookedInto = 100;
/** So few runs are asked for one by one rather than looked for in further pages. */
const fewRuns = 3;
/** Looks for the newest `history` runs that match. Throws UserError. */
async function search(world, request, options) {
    const scope = await gatherScope(world, options.repository, request);
    if (scope.missing.length > 0)
        return nothing(scope);
    try {
        return await searchScope(world, request, { scope, options });
    }
    catch (error) {
        // Only the server can say that no workflow has such a file name; it may be a display name all the same.
        if (!scope.workflow.isUnproven || !(0,errors/* isMissing */.b2)(error))
            throw error;
        const reconsidered = await reconsiderWorkflow(world, scope, request);
        return searchScope(world, request, { scope: reconsidered, options });
    }
}
const nothing = (scope) => ({
    taken: [],
    runDecisions: [],
    artifactDecisions: [],
    missing: scope.missing,
    notes: scope.notes,
    nearestNames: [],
    distance: null,
    producers: [],
});
async function searchScope(world, request, { scope, options }) {
    const name = request.target === 'artifacts' ? literalName(request.artifactSelectors) : null;
    const mayReadOn = () => canAfford(world.github, request.apiReserve, 1);
    const index = name === null ? null : await openIndex(world.github, scope.repository, { name, mayReadOn });
    const search = {
        world,
        request,
        scope,
        options,
        index,
        decisions: new Map(),
        deferred: new Map(),
        artifactDecisions: [],
        matches: [],
        walked: new Set(),
        producers: [],
        notes: new Set(scope.notes),
        lookedInto: 0,
        isOutOfQuota: false,
    };
    const distance = await searchCommits(search);
    decideDeferred(search);
    if (search.matches.length === 0 && options.isLast)
        await explainMiss(search);
    if (search.matches.length > 0 && request.explainsMatch)
        await explainMatch(search);
    return gather_search_conclude(search, distance);
}
/** Tries the commit, then its ancestors. Returns how many were walked; null where no commit was asked for. */
async function searchCommits(search) {
    const { commitSha } = search.scope.facts;
    await searchBranches(search, commitSha);
    if (commitSha === null)
        return null;
    const { github } = search.world;
    const { ancestors } = search.request;
    let distance = 0;
    if (search.matches.length > 0)
        return 0;
    if (ancestors === 0)
        return null;
    for await (const parent of firstParents(github, search.scope.repository, commitSha)) {
        distance += 1;
        search.walked.add(parent);
        // What the artifact list rules out needs no list of runs: most ancestors have no run of their own.
        if (viableRuns(search, { rank: null, line: null, commitSha: parent })?.length !== 0)
            await searchBranches(search, parent);
        if (search.matches.length > 0)
            return distance;
        if (distance >= ancestors)
            break;
    }
    search.notes.add(`None of the ${(0,format/* formatCount */.B4)(distance)} first-parent ancestors of ${commitSha} has a match.`);
    return null;
}
/** Tries the lines of `branch` in their order: the first with a match wins. */
async function searchBranches(search, commitSha) {
    const lines = search.scope.selectors.branch?.includes ?? [];
    if (search.scope.selectors.runNumbers !== null && search.scope.workflow.filters.length > 0)
        return searchNumbers(search, commitSha);
    if (lines.length <= 1)
        return searchRuns(search, { rank: null, line: lines[0] ?? null, commitSha });
    for (const [rank, line] of lines.entries()) {
        await searchRuns(search, { rank, line, commitSha });
        if (search.matches.length > 0)
            return;
    }
}
/** Run numbers are found by where they must be in the list, however far back. */
async function searchNumbers(search, commitSha) {
    const { scope, world } = search;
    const numbers = scope.selectors.runNumbers ?? [];
    const source = { github: world.github, repository: scope.repository };
    const found = [];
    for (const filter of scope.workflow.filters)
        found.push(...(await findRunsByNumber(source, filter, numbers)));
    const gone = numbers.filter((number) => !found.some((run) => run.number === number));
    if (gone.length > 0)
        search.notes.add(`There is no run number ${gone.join(', ')} of this workflow (any more).`);
    for (const run of found.toSorted(order/* newestRunFirst */.sg))
        await gather_judge_judge(search, run, { rank: null, line: null, commitSha });
    const [best] = search.matches.toSorted((one, other) => one.rank - other.rank);
    search.matches = search.matches.filter(({ rank }) => rank === best?.rank).slice(0, search.request.history);
}
/** Reads runs newest first until there are enough matches, or nothing more can match. */
async function searchRuns(search, pass) {
    const { world, request, scope, options } = search;
    const queries = planQueries({
        selectors: scope.selectors,
        facts: { ...scope.facts, commitSha: pass.commitSha },
        branchLine: pass.line,
        workflows: scope.workflow.filters,
        isWaiting: options.isWaiting,
    });
    const listing = listRuns({ github: world.github, repository: scope.repository }, queries, {
        maxPages: options.maxPages,
        mayReadOn: () => canAfford(world.github, request.apiReserve, 1),
    });
    let isFirst = true;
    while (search.matches.length < request.history && mayLookOn(search)) {
        if (!isFirst && listing.needsRequest() && (await takeShortCut(search, pass)))
            return;
        isFirst = false;
        const next = await listing.runs.next();
        if (next.done === true)
            return finishListing(search, pass, listing);
        await gather_judge_judge(search, next.value, pass);
    }
}
const mayLookOn = ({ lookedInto, isOutOfQuota }) => lookedInto < maxLookedInto && !isOutOfQuota;
/** When the artifact list leaves next to no run that can match, asks for these instead of reading on. */
async function takeShortCut(search, pass) {
    const left = viableRuns(search, pass);
    if (left === null || left.length > fewRuns || search.options.isWaiting)
        return false;
    await judgeByIds(search, left, pass);
    return true;
}
/** The end of what GitHub lists: the artifact list may know of matching runs that are further back. */
async function finishListing(search, pass, listing) {
    if (!listing.isCut())
        return;
    const left = viableRuns(search, pass);
    if (left !== null && !search.options.isWaiting) {
        await judgeByIds(search, left, pass);
        return;
    }
    if (search.options.maxPages < maxRunPages)
        return;
    if (!canAfford(search.world.github, search.request.apiReserve, 1)) {
        search.isOutOfQuota = true;
        return;
    }
    search.notes.add(`Only the newest ${(0,format/* formatCount */.B4)(maxListedRuns)} runs were looked at. To reach older ones, narrow the search (workflow, branch, created).`);
}
async function judgeByIds(search, runIds, pass) {
    const { request } = search;
    for (let start = 0; start < runIds.length; start += fewRuns) {
        const runs = await Promise.all(runIds.slice(start, start + fewRuns).map((runId) => getRun(search, runId)));
        for (const run of runs.filter((each) => each !== null).toSorted(order/* newestRunFirst */.sg)) {
            if (search.matches.length >= request.history || !mayLookOn(search))
                return;
            search.lookedInto += 1;
            await gather_judge_judge(search, run, pass);
        }
    }
}
/** Null for a run that was deleted while its artifact was still listed. */
async function getRun({ world, scope }, runId) {
    try {
        return await world.github.getRun(scope.repository, runId);
    }
    catch (error) {
        if ((0,errors/* isMissing */.b2)(error))
            return null;
        throw error;
    }
}
async function gather_search_conclude(search, distance) {
    const { scope, request, options, world } = search;
    const taken = search.matches
        .map(({ run, contents }) => takenRun({ repository: scope.repository, run, isFork: (0,trust/* isOfFork */.O)(run) }, contents, request))
        .toSorted((one, other) => gather_search_byAge(one.identity, other.identity));
    const runDecisions = [...search.decisions.values()].toSorted((one, other) => gather_search_byAge(one.identity, other.identity));
    if (search.lookedInto >= maxLookedInto && taken.length < request.history)
        search.notes.add(`Looked into ${maxLookedInto} runs, the most that one search does. Narrow it (workflow, branch, newer-than), or give one literal name.`);
    if (search.isOutOfQuota)
        search.notes.add('The search ended early to leave the share of the rate limit that api-reserve names.');
    const isMiss = taken.length === 0;
    const found = {
        taken,
        runDecisions,
        artifactDecisions: search.artifactDecisions,
        missing: isMiss ? gather_search_missingOf(search, runDecisions) : [],
        notes: [...search.notes],
        distance,
        producers: search.producers,
    };
    const nearest = isMiss && options.isLast ? await nearestNames(world, request, { ...found, scope }) : [];
    return { ...found, nearestNames: nearest };
}
const gather_search_byAge = (one, other) => (0,order/* newestRunFirst */.sg)({ id: one.id, createdAtMs: one.createdAtMs ?? Number.POSITIVE_INFINITY }, { id: other.id, createdAtMs: other.createdAtMs ?? Number.POSITIVE_INFINITY });
function gather_search_missingOf(search, decisions) {
    const { workflow } = search.scope;
    if (workflow.missing !== null)
        return [workflow.missing];
    return [{ what: gather_search_missText(decisions), hint: hintOfUnlisted(search.request, decisions) }];
}
function gather_search_missText(decisions) {
    const [only, ...others] = decisions;
    if (only === undefined)
        return 'there is no run of what was asked for at all';
    return others.length === 0
        ? `the one run looked at does not match: ${only.reason}`
        : `none of the ${(0,format/* formatCount */.B4)(decisions.length)} runs looked at matches`;
}

;// CONCATENATED MODULE: ./src/fetch/gather-settled.ts
/** A list may lag behind the end of its run: what two looks found after it is taken for all there is. */
const looksAfterEnd = 2;
/** Remembers for as long as one step waits. A run that is started again is asked again. */
function createSettledRuns() {
    const known = new Map();
    return {
        find: (run) => {
            const entry = known.get(run.id);
            return entry !== undefined && entry.looks >= looksAfterEnd && entry.state === stateOf(run)
                ? entry.contents
                : null;
        },
        note: (run, contents) => {
            if (run.status !== 'completed')
                return;
            const state = stateOf(run);
            const entry = known.get(run.id);
            known.set(run.id, { state, contents, looks: entry?.state === state ? entry.looks + 1 : 1 });
        },
    };
}
const stateOf = (run) => [run.status, run.attempt, run.updatedAtMs].join();

;// CONCATENATED MODULE: ./src/fetch/gather-wait.ts
/** Waits for what may still come: looks again and again, and stops early when nothing can. */



const firstPollMs = 5_000;
const lastPollMs = 30_000;
const pollGrowth = 1.5;
/** How often the same state is logged again, so that a silent log does not look like a stuck step. */
const reminderMs = 60_000;
/**
 * Looks once; then, while something is missing and `wait` lasts, every 5 s and slowly less often, 30 s at most. Ends
 * early one look after every run that could produce it has ended; while there is none, one may still start. Throws
 * UserError.
 */
async function waitFor(world, request, look) {
    const { waitMs } = request;
    const first = await look({ isFirst: true, isLast: waitMs === null, maxPages: null });
    if (waitMs === null || first.missing.length === 0)
        return first;
    // Ids are given to runs that exist, and what a run is does not change.
    if (request.ask.kind === 'runs' && first.producers.length === 0)
        return first;
    assertCanWait(request);
    const startMs = world.clock.now();
    const deadlineMs = startMs + waitMs;
    const report = reporter(world, deadlineMs);
    // The first search asked GitHub for finished runs only; who may still produce a match is seen by a second one.
    let findings = request.ask.kind === 'search' ? await look({ isFirst: false, isLast: false, maxPages: null }) : first;
    let delayMs = firstPollMs;
    while (findings.missing.length > 0) {
        const hadEnded = hasEnded(findings);
        const leftMs = deadlineMs - world.clock.now();
        report(findings.producers, hadEnded);
        await world.clock.sleep(Math.min(delayMs, Math.max(leftMs, 0)), world.signal);
        const isUp = world.clock.now() >= deadlineMs || !canAfford(world.github, request.apiReserve, 1);
        findings = await look({ isFirst: false, isLast: hadEnded || isUp, maxPages: pagesOf(findings) });
        if (isUp || (hadEnded && hasEnded(findings)))
            return withNote(findings, { hadEnded, waitedMs: world.clock.now() - startMs });
        delayMs = Math.min(delayMs * pollGrowth, lastPollMs);
    }
    world.log.info(`There it is, after ${(0,format/* formatDuration */.a3)(world.clock.now() - startMs)}.`);
    return findings;
}
/** Whether there are runs that could have produced it, and all of them have ended. */
const hasEnded = ({ producers }) => producers.length > 0 && producers.every(isCompleted);
/** GitHub Enterprise Server lists artifacts of completed runs only. */
function assertCanWait({ ask, target, runSelectors, isGhes }) {
    if (!isGhes || target !== 'artifacts')
        return;
    const words = runSelectors.conclusion?.includes ?? [];
    const isForRunning = words.length > 0 && words.every((word) => unfinishedStatuses.has(word));
    if (ask.kind !== 'current' && !isForRunning)
        return;
    throw new errors/* UserError */.yo('wait cannot wait for artifacts of a run that is still running on GitHub Enterprise Server.', {
        hint: 'Its API lists artifacts only when their run has completed: leave conclusion at success, or fetch by run-id later.',
    });
}
const unfinishedStatuses = new Set([
    'in_progress',
    'queued',
    'requested',
    'waiting',
    'pending',
]);
const isCompleted = ({ status }) => status === 'completed';
const listedPerPage = 100;
/** New runs come at the front; the furthest unfinished one says how far back to look again. */
function pagesOf({ producers, runDecisions }) {
    const unfinished = new Set(producers.filter((run) => !isCompleted(run)).map(({ id }) => id));
    const last = runDecisions.findLastIndex(({ identity }) => unfinished.has(identity.id));
    return Math.max(1, Math.ceil((last + 1) / listedPerPage));
}
function reporter(world, deadlineMs) {
    let lastText = '';
    let lastMs = 0;
    return (producers, hadEnded) => {
        const text = hadEnded
            ? `Every run that could have it has ended (${gather_wait_listRuns(producers)}): looking once more.`
            : producers.length === 0
                ? 'Waiting for a run to start that matches.'
                : `Waiting for ${gather_wait_listRuns(producers.filter((run) => !isCompleted(run)))}.`;
        const nowMs = world.clock.now();
        if (text === lastText && nowMs - lastMs < reminderMs)
            return;
        world.log.info(`${text} ${(0,format/* formatDuration */.a3)(deadlineMs - nowMs)} left.`);
        lastText = text;
        lastMs = nowMs;
    };
}
const gather_wait_maxListed = 5;
function gather_wait_listRuns(runs) {
    const shown = runs
        .slice(0, gather_wait_maxListed)
        .map((run) => `${run.number === null ? `run ${run.id}` : `run #${run.number}`} (${run.conclusion ?? run.status ?? 'unknown'})`);
    const rest = runs.length - shown.length;
    return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
function withNote(findings, { hadEnded, waitedMs }) {
    if (findings.missing.length === 0)
        return findings;
    const why = hadEnded
        ? 'every run that could have it had ended without it'
        : 'the time of wait, or of the rate limit, was up';
    return { ...findings, notes: [...findings.notes, `Waited ${(0,format/* formatDuration */.a3)(waitedMs)}: ${why}.`] };
}

;// CONCATENATED MODULE: ./src/fetch/gather.ts






/** Looks for what is asked for, and waits for it where `wait` says so. Throws UserError. */
async function gather(world, inputs, request) {
    const { ask } = request;
    switch (ask.kind) {
        case 'artifacts':
            // An id is given to an artifact that exists: there is nothing to wait for.
            return gatherArtifacts(world, request, ask.addresses);
        case 'runs':
            return waitFor(world, request, ({ isLast }) => gatherRuns(world, request, { addresses: ask.addresses, isLast }));
        case 'current': {
            const current = { repository: ask.repository, runId: ask.runId, hasToken: inputs.token !== '' };
            return waitFor(world, request, ({ isLast }) => gatherCurrent(world, request, { ...current, isLast }));
        }
        case 'search': {
            const settled = createSettledRuns();
            return waitFor(world, request, ({ isFirst, isLast, maxPages }) => search(world, request, {
                repository: ask.repository,
                isWaiting: !isFirst,
                isLast,
                maxPages: maxPages ?? maxRunPages,
                settled,
            }));
        }
    }
}

;// CONCATENATED MODULE: ./src/fetch/gather-pull.ts
/** The pull request that a run is of: from the API and the event, never from what an artifact holds. */



/**
 * The number, or null where the run is of none, of several, or where the token may not read pull requests. At most
 * one request, and only for runs of pull requests to which GitHub attaches none: those of forks, gone or not, and
 * closed ones.
 */
async function gatherPullNumber(world, taken, request) {
    if (request.pullRequest !== null)
        return request.pullRequest;
    const { run, repository } = taken;
    if (run === null) {
        const number = valueAt(world.context.payload, ['pull_request', 'number']);
        return typeof number === 'number' ? number : null;
    }
    const [only, ...others] = run.pullRequests;
    if (only !== undefined)
        return others.length === 0 ? only : null;
    if (!(0,branches/* isPullRequestEvent */.T5)(run.event) || run.headBranch === null)
        return null;
    try {
        return await readNumber(world.github, repository, run);
    }
    catch (error) {
        if (!(error instanceof errors/* ApiError */.hD))
            throw error;
        world.log.debug(`The output pull-request stays empty: ${error.message}`);
        return null;
    }
}
async function readNumber(github, repository, run) {
    const { headSha, headBranch, headRepositoryName } = run;
    if (headRepositoryName === null) {
        // The fork is gone, and with it what a list could be asked by but the commit.
        const { items } = await github.listPullRequestsOfCommit(repository, headSha, 1);
        return onlyOf(items.filter((pull) => pull.headSha === headSha && pull.headBranch === headBranch));
    }
    const [owner = ''] = headRepositoryName.split('/');
    const query = { state: 'all', head: `${owner}:${headBranch ?? ''}` };
    const { items } = await github.listPullRequests(repository, query, 1);
    return newestOf(items, run);
}
function onlyOf(pulls) {
    const [only, ...others] = pulls;
    return only !== undefined && others.length === 0 ? only.number : null;
}
/** Names can be taken by others: the head repository's id decides; of several the newest that was open then. */
function newestOf(pulls, run) {
    const [newest] = pulls
        .filter((pull) => pull.headRepositoryId !== null &&
        pull.headRepositoryId === run.headRepositoryId &&
        pull.headBranch === run.headBranch &&
        pull.createdAtMs <= run.createdAtMs)
        .toSorted((one, other) => Number(other.headSha === run.headSha) - Number(one.headSha === run.headSha) ||
        other.createdAtMs - one.createdAtMs);
    return newest?.number ?? null;
}

// EXTERNAL MODULE: ./src/text/markdown.ts
var markdown = __webpack_require__(86590);
;// CONCATENATED MODULE: ./src/fetch/render-miss.ts
/** Why nothing was found: the runs looked at with the one reason each, near names, and what to change. Pure. */





/** Rows of the summary's table: enough to see what happened, far from GitHub's limit of 1 MiB. */
const maxRows = 100;
/** Lines in the log: of a miss, and of what was passed over on the way to a match. */
const maxLogLines = 100;
const maxPassedOverLines = 10;
const maxNameLength = 60;
const maxReasonLength = 200;
/** The table of runs looked at; empty where there were none. */
function renderRunTable({ runDecisions }, nowMs) {
    if (runDecisions.length === 0)
        return '';
    const rows = runDecisions.slice(0, maxRows).map((decision) => runRow(decision, nowMs));
    return (0,markdown/* joinBlocks */.x9)([
        `**Runs looked at**, newest first (${(0,format/* formatCount */.B4)(runDecisions.length)}):`,
        (0,markdown/* table */.tp)(['Run', 'Branch', 'Event', 'Conclusion', 'Age', 'Why'], rows),
        restOf(runDecisions.slice(maxRows)),
    ]);
}
const runRow = (decision, nowMs) => {
    const { identity } = decision;
    return [
        (0,markdown/* link */.nf)(runName(identity), identity.url),
        identity.headBranch === null ? '' : (0,markdown/* codeSpan */.SS)((0,format/* shorten */.ml)(identity.headBranch, maxNameLength)),
        (0,markdown/* escapeText */.X1)(identity.event),
        (0,markdown/* escapeText */.X1)(identity.conclusion ?? identity.status ?? ''),
        identity.createdAtMs === null ? '' : (0,format/* formatAge */.nV)(identity.createdAtMs, nowMs),
        decision.isTaken ? '✅ taken' : (0,markdown/* escapeText */.X1)((0,format/* shorten */.ml)(render_miss_reasonOf(decision), maxReasonLength)),
    ];
};
/** `#12`, or the id where the number is not known. */
const runName = ({ number, id }) => (number === null ? String(id) : `#${number}`);
const render_miss_reasonOf = ({ test, reason }) => test === 'fork' ? `${reason}, and allow-forks is not set` : reason;
function restOf(decisions) {
    if (decisions.length === 0)
        return '';
    return `… and ${(0,format/* countOf */.pq)(decisions.length, 'older run')}: ${countByTest(decisions)}.`;
}
/** `12 × branch, 3 × conclusion`. */
function countByTest(decisions) {
    const counts = new Map();
    for (const { test } of decisions)
        counts.set(test, (counts.get(test) ?? 0) + 1);
    return [...counts]
        .toSorted(([, one], [, other]) => other - one)
        .map(([test, count]) => `${count} × ${test === '' ? 'taken' : test}`)
        .join(', ');
}
/** The same as lines for the log. */
const renderRunLines = ({ runDecisions }, nowMs) => linesOf(runDecisions, { nowMs, maxLines: maxLogLines });
/** What was passed over on the way to a match, for the log; empty for nothing. */
function renderPassedOver({ runDecisions }, nowMs) {
    const passedOver = runDecisions.filter(({ isTaken }) => !isTaken);
    if (passedOver.length === 0)
        return [];
    return [
        `Passed over ${(0,format/* countOf */.pq)(passedOver.length, 'run')} (${countByTest(passedOver)}):`,
        ...linesOf(passedOver, { nowMs, maxLines: maxPassedOverLines }),
    ];
}
function linesOf(decisions, { nowMs, maxLines }) {
    const lines = decisions.slice(0, maxLines).map((decision) => {
        const { identity } = decision;
        const age = identity.createdAtMs === null ? '' : `, ${(0,format/* formatAge */.nV)(identity.createdAtMs, nowMs)}`;
        const what = `${identity.headBranch ?? 'no branch'}, ${identity.event}, ${identity.conclusion ?? identity.status ?? 'unknown'}${age}`;
        const why = decision.isTaken ? 'taken' : (0,format/* shorten */.ml)(render_miss_reasonOf(decision), maxReasonLength);
        return `  ${runName(identity)} (${what}): ${why}. ${identity.url}`;
    });
    const rest = restOf(decisions.slice(maxLines));
    return rest === '' ? lines : [...lines, `  ${rest}`];
}
/** Artifacts asked for that have expired, of runs of which others are taken: clauses with hostile text. */
function expiredBeside({ findings, request }) {
    // Ids that have expired are missing, and said as such.
    if (request.ask.kind === 'artifacts')
        return [];
    const runs = new Map(findings.taken.filter(hasContent).map((run) => [run.identity.id, run]));
    return findings.artifactDecisions.flatMap(({ artifact, runId, test, reason }) => {
        const run = runs.get(runId ?? 0);
        const isReplaced = run?.artifacts.some((taken) => taken.artifact.name === artifact.name) ?? true;
        return test !== 'expired' || run === undefined || isReplaced
            ? []
            : [`artifact "${artifact.name}" (id ${artifact.id}) of run ${runName(run.identity)} ${reason}`];
    });
}
/** What to change, most likely first: sentences with hostile text. */
function adviceFor({ findings, request }) {
    const { runDecisions, missing, nearestNames } = findings;
    const advice = missing.map(({ hint }) => hint).filter((hint) => hint !== '');
    if (nearestNames.length > 0)
        advice.push(nearestText(nearestNames));
    const byTest = (test) => runDecisions.filter((decision) => decision.test === test);
    // The run of this step cannot be waited for, and does not come to a conclusion before it.
    const concluded = byTest('conclusion').filter(({ identity: { id }, repository }) => !isSame({ id, repository }, request.current));
    if (concluded.length > 0)
        advice.push(conclusionAdvice(concluded));
    const forks = byTest('fork');
    if (forks.length > 0)
        advice.push(`${(0,format/* countOf */.pq)(forks.length, 'run is', 'runs are')} of forks, which anyone can make. To take them all the same, set allow-forks: true and a path of their own.`);
    // What has a mend of its own was not missed for an expiry.
    const isOpen = missing.some(({ hint }) => hint === '');
    if (isOpen && findings.artifactDecisions.some(({ test }) => test === 'expired'))
        advice.push('Some artifacts have expired: raise retention-days where they are uploaded, or run the workflow again.');
    if (byTest('artifacts').length > 0 && nearestNames.length === 0)
        advice.push(...uploadAdvice(request, isOpen));
    if (request.ask.kind === 'search' && runDecisions.length === 0)
        advice.push('Check workflow, branch and repository: GitHub lists no run for them at all.');
    else if (isMostly(runDecisions, 'branch'))
        advice.push(`Widen branch, or give a second line to fall back on, such as @default. There are runs of ${branchesOf(runDecisions)}.`);
    if (request.commit !== null && request.ancestors === 0)
        advice.push('That commit may have no run of its own: ancestors: 20 tries the commits before it as well.');
    if (request.waitMs === null && concluded.some(({ identity }) => identity.status !== 'completed'))
        advice.push('A run is still in progress: wait: 10min waits for it.');
    return [...new Set(advice)];
}
function uploadAdvice(request, isOpen) {
    if (askedNames(request).length > 0)
        return ['Check the spelling of name, and that the step that uploads it ran and was not skipped.'];
    return isOpen ? ['Check that the step that uploads ran and was not skipped.'] : [];
}
const maxBranches = 5;
/** The branches of runs, the newest first. */
function branchesOf(decisions) {
    const names = [...new Set(decisions.flatMap(({ identity }) => identity.headBranch ?? []))];
    const shown = names.slice(0, maxBranches).map((name) => (0,format/* shorten */.ml)(name, maxNameLength));
    const rest = names.length - shown.length;
    return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
function conclusionAdvice(decisions) {
    const counts = new Map();
    for (const { identity } of decisions) {
        const word = identity.conclusion ?? identity.status ?? 'unknown';
        counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const list = [...counts]
        .toSorted(([, one], [, other]) => other - one)
        .map(([word, count]) => `${count} ${word}`)
        .join(', ');
    return `${(0,format/* countOf */.pq)(decisions.length, 'run is', 'runs are')} right in all but the conclusion (${list}): set conclusion, or conclusion: any.`;
}
const isMostly = (decisions, test) => decisions.filter((decision) => decision.test === test).length * 2 > decisions.length;

;// CONCATENATED MODULE: ./src/fetch/render-outputs.ts
/**
 * A job may hand out 1 MB of outputs, counted in UTF-16 (documented by GitHub); a longer list is cut to its newest
 * entries, and the manifest has them all.
 */
const maxArtifactsLength = 400_000;
/** What was published; in a dry run, the artifacts that would be. Scalars of a run describe the newest. */
function renderOutputs(outcome) {
    const { inputs, plan, downloaded, failure, pullRequest } = outcome;
    const newest = plan?.findings.taken[0];
    const artifacts = artifactEntries(outcome);
    return {
        found: String(isFound(outcome)),
        'artifact-count': String(artifacts.length),
        'file-count': String(downloaded?.files.length ?? 0),
        bytes: String(downloaded?.bytes ?? 0),
        path: inputs.path,
        ...runOutputs(newest),
        'pull-request': textOf(newest === undefined ? null : pullRequest),
        distance: textOf(plan?.findings.distance ?? null),
        artifacts: bounded(artifacts),
        manifest: downloaded?.manifestPath ?? '',
        'error-message': failure?.message ?? '',
    };
}
/** Whether all that was asked for is there, and where it should be. */
const isFound = ({ plan, downloaded, failure }) => failure === null && plan !== null && plan.isFound && (downloaded?.goneLogs.length ?? 0) === 0;
function runOutputs(newest) {
    const identity = newest?.identity;
    return {
        'run-id': textOf(identity?.id ?? null),
        'run-url': identity?.url ?? '',
        'run-number': textOf(identity?.number ?? null),
        'run-attempt': textOf(identity?.attempt ?? null),
        'head-sha': identity?.headSha ?? '',
        'head-branch': identity?.headBranch ?? '',
    };
}
const textOf = (value) => (value === null ? '' : String(value));
function artifactEntries({ inputs, plan, downloaded, failure }) {
    if (failure !== null || plan === null)
        return [];
    if (inputs.dryRun)
        return plan.artifacts.map(({ artifact, run }) => ({
            id: artifact.id,
            name: artifact.name,
            digest: artifact.digest,
            size: artifact.sizeBytes,
            run: run.identity.id,
        }));
    return (downloaded?.artifacts ?? []).map(({ id, name, digest, sizeBytes, runId }) => ({
        id,
        name,
        digest,
        size: sizeBytes,
        run: runId,
    }));
}
/** Newest runs come first, so that what is cut is the oldest. */
function bounded(entries) {
    let length = 2;
    const texts = [];
    for (const entry of entries) {
        const text = JSON.stringify(entry);
        length += text.length + 1;
        if (length > maxArtifactsLength)
            break;
        texts.push(text);
    }
    return `[${texts.join(',')}]`;
}

;// CONCATENATED MODULE: ./src/fetch/render-summary.ts
/** The job summary of a fetch: what was fetched, or why not. Pure. */






const render_summary_maxRows = 100;
const render_summary_maxNameLength = 80;
const maxRuns = 10;
const maxTextLength = 200;
/** GitHub drops a summary over 1 MiB whole, and other steps of the mode may not add to ours. */
const maxBytes = 500 * 1024;
/** The Markdown. */
function renderSummary(outcome) {
    const { plan } = outcome;
    const blocks = [heading(outcome), ...failureBlocks(outcome)];
    if (plan === null)
        return `${(0,markdown/* joinBlocks */.x9)(blocks)}\n`;
    blocks.push(...runBlocks(outcome, plan), contentBlock(outcome, plan), totalsBlock(outcome));
    if (!plan.isFound)
        blocks.push(...missBlocks(outcome, plan));
    blocks.push(expiredBlock(plan));
    blocks.push(...plan.findings.notes.map((note) => (0,markdown/* escapeText */.X1)(note)));
    if (plan.isFound)
        blocks.push(lookedAtBlock(outcome, plan));
    const whole = (0,markdown/* joinBlocks */.x9)(blocks);
    return `${(0,markdown/* byteLength */.dp)(whole) <= maxBytes ? whole : (0,markdown/* joinBlocks */.x9)([...blocks.slice(0, 2), 'The rest was too long to show; the log has it.'])}\n`;
}
function heading(outcome) {
    const { inputs, failure, plan } = outcome;
    if (failure !== null)
        return inputs.dryRun ? '### ❌ Dry run: fetch would fail' : '### ❌ Fetch failed';
    const what = whatOf(outcome);
    if (inputs.dryRun)
        return `### 🔎 DRY RUN: would fetch ${what}`;
    const isNothing = plan === null || (plan.artifacts.length === 0 && plan.logs.length === 0 && plan.jobs.length === 0);
    if (isNothing)
        return '### ⚠️ Nothing to fetch';
    return isFound(outcome)
        ? `### 📦 Fetched ${what}`
        : `### ⚠️ Fetched ${what}, but not all that was asked for`;
}
function whatOf({ inputs, plan, downloaded }) {
    if (inputs.target === 'logs')
        return (0,format/* countOf */.pq)(downloaded?.files.length ?? plan?.logs.length ?? 0, 'log');
    if (inputs.target === 'jobs')
        return `the jobs of ${(0,format/* countOf */.pq)(plan?.jobs.length ?? 0, 'run')}`;
    return (0,format/* countOf */.pq)(plan?.artifacts.length ?? 0, 'artifact');
}
function failureBlocks({ failure, inputs }) {
    if (failure === null)
        return inputs.dryRun ? ['**Nothing was downloaded.**'] : [];
    return [(0,markdown/* escapeText */.X1)(failure.message), ...(failure.hint === '' ? [] : [(0,markdown/* escapeText */.X1)(failure.hint)])];
}
function runBlocks({ nowMs }, { findings }) {
    const shown = findings.taken.filter(hasContent).slice(0, maxRuns);
    const rest = findings.taken.filter(hasContent).length - shown.length;
    const lines = shown.map((run) => `- ${runText(run, nowMs)}`);
    return lines.length === 0
        ? []
        : [[...lines, ...(rest > 0 ? [`- … and ${(0,format/* countOf */.pq)(rest, 'more run')}`] : [])].join('\n')];
}
function runText({ identity, isFork, isCurrent }, nowMs) {
    const facts = [
        identity.headBranch === null ? '' : (0,markdown/* codeSpan */.SS)((0,format/* shorten */.ml)(identity.headBranch, render_summary_maxNameLength)),
        (0,markdown/* codeSpan */.SS)(identity.headSha.slice(0, 7)),
        (0,markdown/* escapeText */.X1)(identity.event),
        (0,markdown/* escapeText */.X1)(identity.conclusion ?? identity.status ?? ''),
        identity.createdAtMs === null ? '' : (0,format/* formatAge */.nV)(identity.createdAtMs, nowMs),
        isCurrent ? 'this run' : '',
        isFork ? '⚠️ of a fork' : '',
    ].filter((fact) => fact !== '');
    const name = `${(0,format/* shorten */.ml)(identity.workflowName, render_summary_maxNameLength)} ${runName(identity)}`.trim();
    return `${(0,markdown/* link */.nf)(name, identity.url)}: ${facts.join(', ')}`;
}
const digestMarks = {
    verified: '✅ verified',
    unknown: 'not known to GitHub',
    mismatch: '❌ mismatch',
    'not-checked': 'not checked as a whole (each file was)',
};
function contentBlock({ downloaded }, plan) {
    const isDone = downloaded !== null && downloaded.failure === null;
    const states = new Map((downloaded?.artifacts ?? []).map(({ id, digestState }) => [id, digestState]));
    const rows = plan.artifacts.slice(0, render_summary_maxRows).map(({ artifact, run, folder }) => {
        const state = states.get(artifact.id);
        return [
            (0,markdown/* codeSpan */.SS)((0,format/* shorten */.ml)(artifact.name, render_summary_maxNameLength)),
            (0,markdown/* link */.nf)(runName(run.identity), run.identity.url),
            (0,format/* formatBytes */.z3)(artifact.sizeBytes),
            folder === '' ? '' : (0,markdown/* codeSpan */.SS)((0,format/* shorten */.ml)(folder, render_summary_maxNameLength)),
            ...(isDone ? [state === undefined ? '' : digestMarks[state]] : []),
        ];
    });
    if (rows.length === 0)
        return '';
    const rest = plan.artifacts.length - rows.length;
    return (0,markdown/* joinBlocks */.x9)([
        (0,markdown/* table */.tp)(['Artifact', 'Run', (0,markdown/* right */.pG)('Size'), 'Folder', ...(isDone ? ['Digest'] : [])], rows),
        rest > 0 ? `… and ${(0,format/* countOf */.pq)(rest, 'more artifact')}.` : '',
    ]);
}
function totalsBlock({ downloaded, inputs }) {
    if (downloaded === null || downloaded.failure !== null || downloaded.files.length === 0)
        return '';
    return `${(0,format/* countOf */.pq)(downloaded.files.length, 'file')}, ${(0,format/* formatBytes */.z3)(downloaded.bytes)}, in ${(0,markdown/* codeSpan */.SS)(inputs.path)}.`;
}
function missBlocks({ inputs, nowMs, failure }, plan) {
    const asked = describeRequest(inputs, plan.request)
        .map(({ input, text }) => `${(0,markdown/* codeSpan */.SS)(input)} ${(0,markdown/* escapeText */.X1)((0,format/* shorten */.ml)(text, maxTextLength))}`)
        .join(' · ');
    // A failing step has said on top what is missing, and the mend that belongs to it.
    const said = failure === null ? '' : `${failure.message} ${failure.hint}`;
    const isAskedSaid = failure !== null && plan.request.ask.kind === 'search';
    const missing = plan.findings.missing
        .slice(0, maxRuns)
        .map(({ what }) => (0,markdown/* escapeText */.X1)((0,format/* shorten */.ml)(what, maxTextLength)));
    const advice = adviceFor(plan).filter((line) => !said.includes(line));
    return [
        said === '' ? `**Missing**: ${missing.join('; ')}` : '',
        isAskedSaid ? '' : `**Asked for**: ${asked}`,
        advice.length === 0
            ? ''
            : `**What to change**\n\n${advice.map((line) => `- ${(0,markdown/* escapeText */.X1)(line)}`).join('\n')}`,
        renderRunTable(plan.findings, nowMs),
    ];
}
function expiredBlock(plan) {
    const lines = expiredBeside(plan);
    const shown = lines.slice(0, maxRuns).map((line) => (0,markdown/* escapeText */.X1)((0,format/* shorten */.ml)(line, maxTextLength)));
    const rest = lines.length - shown.length;
    return lines.length === 0
        ? ''
        : `**Passed over**: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
}
/** Runs that were passed over on the way to the one that was taken. */
function lookedAtBlock({ nowMs, inputs }, { findings }) {
    const body = renderRunTable(findings, nowMs);
    if (inputs.dryRun || body === '')
        return body;
    const isAllTaken = findings.runDecisions.every(({ isTaken }) => isTaken);
    return isAllTaken ? '' : (0,markdown/* details */.zH)(`${(0,format/* countOf */.pq)(findings.runDecisions.length, 'run')} looked at`, body);
}

;// CONCATENATED MODULE: ./src/fetch/render.ts






/** The report of a fetch. */
function renderReport(outcome) {
    const warnings = [...(outcome.plan?.warnings ?? []), ...(outcome.downloaded?.warnings ?? [])];
    return {
        summary: renderSummary(outcome),
        outputs: renderOutputs(outcome),
        annotations: warnings.map((message) => ({ level: 'warning', message })),
        failure: outcome.failure,
    };
}
/** Artifacts that the log names one by one. */
const render_maxListed = 50;
/** What was found and what was decided, for the log before anything is downloaded. */
function renderDecision({ inputs, nowMs }, plan) {
    const { findings, isFound, failure } = plan;
    return [
        ...findings.notes,
        ...(isFound ? [] : missLines(plan, nowMs)),
        ...(inputs.dryRun ? ['Dry run: nothing is downloaded.'] : []),
        ...(isFound ? lookedAtLines(plan, { isDryRun: inputs.dryRun, nowMs }) : []),
        ...expiredBeside(plan).map((line) => `Passed over: ${line}.`),
        ...(failure === null ? runLines(plan) : []),
        ...(inputs.dryRun && failure === null ? dryRunLines(plan) : []),
    ];
}
/** The end of the log; its last line sums up the whole. */
const renderLog = (outcome) => [
    ...doneLines(outcome),
    closingLine(outcome),
];
const lookedAtLines = ({ findings }, { isDryRun, nowMs }) => isDryRun
    ? [...lookedAtHeading(findings), ...renderRunLines(findings, nowMs)]
    : renderPassedOver(findings, nowMs);
const lookedAtHeading = ({ runDecisions }) => runDecisions.length === 0 ? [] : [`Looked at ${(0,format/* countOf */.pq)(runDecisions.length, 'run')}, newest first:`];
function missLines(plan, nowMs) {
    const { findings } = plan;
    const advice = adviceFor(plan);
    return [
        `Missing: ${findings.missing.map(({ what }) => what).join('; ')}.`,
        ...lookedAtHeading(findings),
        ...renderRunLines(findings, nowMs),
        ...(advice.length === 0 ? [] : ['What to change:']),
        ...advice.map((line) => `  ${line}`),
    ];
}
const dryRunLines = (plan) => [
    ...plan.artifacts
        .slice(0, render_maxListed)
        .map(({ artifact, folder }) => `  would fetch artifact "${artifact.name}" (id ${artifact.id}, ${(0,format/* formatBytes */.z3)(artifact.sizeBytes)}) into ${folder === '' ? 'path' : folder}`),
    ...moreLine(plan.artifacts.length),
    ...(plan.logs.length === 0 ? [] : [`  would fetch ${(0,format/* countOf */.pq)(plan.logs.length, 'log')}`]),
    ...plan.jobs.map(({ run }) => `  would write ${run.identity.id}/jobs.json`),
    ...(plan.artifacts.length === 0
        ? []
        : [
            `${(0,format/* countOf */.pq)(plan.artifacts.length, 'artifact')}, ${(0,format/* formatBytes */.z3)(listedBytes(plan.artifacts))} as stored.`,
        ]),
];
function doneLines({ downloaded, inputs }) {
    if (downloaded === null || downloaded.failure !== null)
        return [];
    return [
        ...downloaded.artifacts
            .slice(0, render_maxListed)
            .map(({ name, id, sizeBytes, digestState }) => `  artifact "${name}" (id ${id}, ${(0,format/* formatBytes */.z3)(sizeBytes)}): digest ${digestState}`),
        ...moreLine(downloaded.artifacts.length),
        ...(downloaded.droppedCount > 0
            ? [
                `${(0,format/* countOf */.pq)(downloaded.droppedCount, 'file')} gave way to another of its path (on-conflict: ${inputs.onConflict}).`,
            ]
            : []),
        ...(downloaded.renamedCount > 0
            ? [`${(0,format/* countOf */.pq)(downloaded.renamedCount, 'file')} got another name (on-conflict: rename).`]
            : []),
    ];
}
function closingLine({ downloaded, inputs, requestCount }) {
    const calls = `${(0,format/* countOf */.pq)(requestCount, 'API request')}.`;
    if (downloaded === null || downloaded.failure !== null)
        return calls;
    const { files, bytes, stats } = downloaded;
    const written = `Wrote ${(0,format/* countOf */.pq)(files.length, 'file')} with ${(0,format/* formatBytes */.z3)(bytes)} to ${inputs.path}`;
    return [written, ...(stats.requests === 0 ? [] : [transferText(stats)]), calls].join('; ');
}
/** What is quicker was no transfer to speak of: `in 0s` would look like a mistake. */
const minShownMs = 100;
function transferText({ downloadedBytes, elapsedMs, requests, retries }) {
    const shownMs = Math.max(elapsedMs, minShownMs);
    const rate = (0,format/* formatBytes */.z3)((downloadedBytes * 1000) / shownMs);
    const tries = retries === 0 ? 'no retry' : (0,format/* countOf */.pq)(retries, 'retry', 'retries');
    return `downloaded ${(0,format/* formatBytes */.z3)(downloadedBytes)} in ${(0,format/* formatDuration */.a3)(shownMs)} (${rate}/s), ${(0,format/* countOf */.pq)(requests, 'request')}, ${tries}`;
}
const runLines = ({ findings }) => {
    const runs = findings.taken.filter(hasContent);
    return [
        ...runs
            .slice(0, render_maxListed)
            .map(({ repository, identity }) => `Run ${runName(identity)} of ${fullName(repository)} (${identity.event} on ${identity.headBranch ?? 'no branch'}): ${identity.url}`),
        ...moreLine(runs.length),
    ];
};
const moreLine = (count) => count > render_maxListed ? [`  … and ${count - render_maxListed} more`] : [];

;// CONCATENATED MODULE: ./src/fetch/execute.ts
/** The fetch mode: looks, decides, downloads, publishes, and reports whatever came of it. */







/**
 * Fetches what the inputs ask for. A failure that a user can mend comes back as the report's, with every output set;
 * throws only for a bug.
 */
async function runFetch(inputs, world) {
    const progress = { plan: null, pullRequest: null, downloaded: null };
    const failure = await attempt(inputs, world, progress);
    const outcome = {
        inputs,
        ...progress,
        failure,
        nowMs: world.clock.now(),
        requestCount: world.github.requestCount(),
    };
    for (const line of renderLog(outcome))
        world.log.info(line);
    return renderReport(outcome);
}
async function attempt(inputs, world, progress) {
    try {
        const request = planRequest(inputs, world.context);
        const findings = await gather(world, inputs, request);
        const plan = planFetch(inputs, request, { findings, platform: world.context.platform });
        progress.plan = plan;
        for (const line of renderDecision({ inputs, nowMs: world.clock.now() }, plan))
            world.log.info(line);
        const [newest] = findings.taken;
        if (newest !== undefined)
            progress.pullRequest = await gatherPullNumber(world, newest, request);
        if (plan.failure !== null || inputs.dryRun)
            return plan.failure;
        progress.downloaded = await download(world, inputs, plan);
        return progress.downloaded.failure;
    }
    catch (error) {
        if (world.signal.aborted)
            return {
                message: 'Cancelled. Nothing is half-written: each file in path is the old one or the new one.',
                hint: '',
            };
        if (!(error instanceof errors/* UserError */.yo))
            throw error;
        return (0,errors/* explain */.WE)(error);
    }
}


/***/ }),

/***/ 83992:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ collectGarbage)
/* harmony export */ });
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(78877);
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_v8__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(30714);
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_vm__WEBPACK_IMPORTED_MODULE_1__);
/** V8's own collector. It looks at its heap only, and late; who lets go of much at once knows better when to look. */


let collector = null;
/** Collects now: what is young (a millisecond or two), or all. Does nothing where V8 does not lend its collector. */
function collectGarbage(type) {
    collector ??= findCollector();
    collector({ type });
}
function findCollector() {
    node_v8__WEBPACK_IMPORTED_MODULE_0___default().setFlagsFromString('--expose-gc');
    const found = node_vm__WEBPACK_IMPORTED_MODULE_1___default().runInNewContext('globalThis.gc');
    return isCollector(found) ? found : () => undefined;
}
const isCollector = (value) => typeof value === 'function';


/***/ }),

/***/ 74907:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ eachOnce),
/* harmony export */   HN: () => (/* binding */ inParallel),
/* harmony export */   T0: () => (/* binding */ pageSize),
/* harmony export */   oD: () => (/* binding */ readWhole),
/* harmony export */   sQ: () => (/* binding */ tooExpensive)
/* harmony export */ });
/* unused harmony export pagesOf */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/** Whole listings over the paged GitHub port: complete, or an error. */

/** The most that a page of GitHub's API holds. */
const pageSize = 100;
/** A listing that keeps changing is read this often at most. */
const maxPasses = 4;
/** The pages of a listing one by one, for callers that stop early. */
async function* pagesOf(fetchPage) {
    for (let number = 1;; number += 1) {
        const page = await fetchPage(number);
        yield page;
        if (!page.hasNext)
            return;
    }
}
/**
 * Every item of a listing, each once, in GitHub's order. Pages shift while a listing changes, so that one reading may
 * miss items; it is read again until all are seen that were there when one of the readings began. Throws UserError
 * when the quota cannot pay for it (known after the first page), and when it never comes out complete.
 */
async function readWhole(listing) {
    const passes = [];
    while (passes.length < maxPasses) {
        passes.unshift(await readPass(listing));
        const whole = wholeOf(passes, listing.idOf);
        if (whole !== null)
            return whole;
    }
    throw incomplete(listing.what, passes);
}
/** The results of work on each item, in the order of the items; the first failure stops what has not begun. */
async function inParallel(items, concurrency, work) {
    const results = [];
    const queue = items.entries();
    let isFailed = false;
    const takeOn = async () => {
        // One iterator is shared by all workers: each takes the next item that no one has taken.
        for (const [index, item] of queue) {
            if (isFailed)
                return;
            try {
                results[index] = await work(item);
            }
            catch (error) {
                isFailed = true;
                throw error;
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, takeOn));
    return results;
}
/** The items without repeats; of several with one id the first stays. */
function eachOnce(items, idOf) {
    const known = new Map();
    for (const item of items) {
        const id = idOf(item);
        if (!known.has(id))
            known.set(id, item);
    }
    return known.size === items.length ? items : [...known.values()];
}
async function readPass({ what, fetchPage, idOf, concurrency, canAfford, }) {
    const afford = (calls) => {
        if (!canAfford(calls))
            throw tooExpensive(what, calls);
    };
    const first = await fetchPage(1);
    const pages = [first];
    if (first.hasNext && first.totalCount !== null) {
        const restCount = Math.max(1, Math.ceil(first.totalCount / pageSize) - 1);
        afford(restCount);
        const numbers = Array.from({ length: restCount }, (_, index) => index + 2);
        pages.push(...(await inParallel(numbers, concurrency, fetchPage)));
    }
    // Lists without a total, and what was added while the others were read.
    while (pages.at(-1)?.hasNext === true) {
        afford(1);
        pages.push(await fetchPage(pages.length + 1));
    }
    return {
        items: eachOnce(pages.flatMap((page) => page.items), idOf),
        pageCount: pages.length,
        totalCount: first.totalCount,
        highestId: highestOf(first.items.map(idOf)),
        isTotalSteady: pages.every((page) => page.totalCount === first.totalCount),
    };
}
/** The first of ids that fall all the way, so that nothing older can come before; null if they do not. */
function highestOf(ids) {
    const [highest] = ids;
    let previous = Number.POSITIVE_INFINITY;
    for (const id of ids) {
        if (typeof id !== 'number' || id >= previous)
            return null;
        previous = id;
    }
    return typeof highest === 'number' ? highest : null;
}
/** What passes (the latest first) prove to be the whole listing as it was at the beginning of one of them, or null. */
function wholeOf(passes, idOf) {
    let seen = [];
    let later = null;
    for (const pass of passes) {
        seen = eachOnce([...seen, ...pass.items], idOf);
        if (provesWhole(pass, later, seen.map(idOf)))
            return seen;
        later = pass;
    }
    return null;
}
/** Whether the ids seen in a pass and in the later ones are all that there were when the pass began. */
function provesWhole(pass, later, seen) {
    const { items, pageCount, totalCount, highestId, isTotalSteady } = pass;
    // Nothing counts these: a single page is a single answer, and of more two passes in a row must find the same.
    if (totalCount === null)
        return pageCount === 1 || later?.items.length === seen.length;
    // What was seen later and is no newer than the newest of then was there then: so many, and it was all.
    if (highestId !== null)
        return seen.filter((id) => Number(id) <= highestId).length >= totalCount;
    return isTotalSteady && items.length >= totalCount;
}
/** The error of a listing that costs more calls than the quota leaves above its reserve. */
const tooExpensive = (what, calls) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`Reading ${what} takes ${calls} more API call${calls === 1 ? '' : 's'}, and the token's quota does not leave that many.`, {
    hint: 'Run it again after the quota has been reset (within the hour), lower api-reserve, or give github-token a token with a larger quota.',
});
function incomplete(what, passes) {
    const [last] = passes;
    const counts = last?.totalCount === undefined || last.totalCount === null
        ? ''
        : `: GitHub counts ${last.totalCount} and shows ${last.items.length}`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`The list of ${what.replace(/^the /, '')} did not come out complete in ${passes.length} readings${counts}.`, { hint: 'It changes while it is read. Run it again when less is going on.' });
}


/***/ }),

/***/ 31966:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qo: () => (/* binding */ headKey),
/* harmony export */   Rp: () => (/* binding */ branchRank),
/* harmony export */   T5: () => (/* binding */ isPullRequestEvent),
/* harmony export */   Yf: () => (/* binding */ excludingBranchLine),
/* harmony export */   iL: () => (/* binding */ describeBranchLine)
/* harmony export */ });
/* unused harmony export branchMatches */
/* harmony import */ var _trust_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89098);

/** A head is a branch of a repository: a fork's `main` is not ours. */
const headKey = (headRepositoryId, branch) => `${headRepositoryId ?? 'gone'}:${branch}`;
/** Whether an event is of a pull request: `pull_request`, `pull_request_target`, `pull_request_review`… */
const isPullRequestEvent = (event) => event.startsWith('pull_request');
/**
 * The place of the first positive line that takes the run; 0 where there are only excludes; null where an exclude
 * or no line takes it. Throws when a word's facts were not gathered.
 */
function branchRank(list, run, facts) {
    if (excludingBranchLine(list, run, facts) !== null)
        return null;
    if (list.includes.length === 0)
        return 0;
    const rank = list.includes.findIndex((line) => lineTakes(line, run, facts));
    return rank < 0 ? null : rank;
}
/** Whether a list takes the run, whatever the place of the line. */
const branchMatches = (list, run, facts) => branchRank(list, run, facts) !== null;
/** The exclude that takes the run, as it was written; null for none. */
function excludingBranchLine(list, run, facts) {
    const line = list.excludes.find((exclude) => lineTakes(exclude, run, facts));
    return line === undefined ? null : `!${describeBranchLine(line)}`;
}
/** A line as it was written, without its `!`. */
const describeBranchLine = (line) => line.kind === 'word' ? line.word : line.pattern.source;
function lineTakes(line, run, facts) {
    if (line.kind === 'word')
        return wordTakes(line.word, run, facts);
    return run.headBranch !== null && line.pattern.matches(run.headBranch);
}
function wordTakes(word, run, facts) {
    switch (word) {
        case '@fork':
            return (0,_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfFork */ .O)(run);
        case '@default':
            return isDefaultBranch(run, facts);
        case '@deleted':
            // A tag's run carries the tag's name, so that tags count as existing; of forks we know no branches.
            return (run.headBranch !== null &&
                !(0,_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfFork */ .O)(run) &&
                !known(facts.existingRefs, '@deleted').has(run.headBranch));
        case '@closed-pr':
            // The event says that the head had a pull request; what is left to ask is whether one is still open.
            return (run.headBranch !== null &&
                isPullRequestEvent(run.event) &&
                !isDefaultBranch(run, facts) &&
                !known(facts.openHeads, '@closed-pr').has(headKey(run.headRepositoryId, run.headBranch)));
    }
}
const isDefaultBranch = (run, facts) => !(0,_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfFork */ .O)(run) && run.headBranch === known(facts.defaultBranch, '@default');
function known(fact, word) {
    if (fact === null)
        throw new Error(`The facts behind ${word} were not gathered.`);
    return fact;
}


/***/ }),

/***/ 54189:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d4: () => (/* binding */ matchesConclusion),
/* harmony export */   km: () => (/* binding */ anyConclusion),
/* harmony export */   vc: () => (/* binding */ explainConclusion)
/* harmony export */ });
/** The word that takes every run, whatever became of it. */
const anyConclusion = 'any';
/** Whether a list of conclusions and statuses takes a run. */
const matchesConclusion = (list, run) => explainConclusion(list, run) === null;
/** Why a list does not take a run: a clause, without a full stop. Null when it does. */
function explainConclusion({ includes, excludes }, run) {
    const words = run.conclusion === null ? [run.status] : [run.conclusion, run.status];
    const excluded = excludes.find((word) => words.includes(word));
    if (excluded !== undefined)
        return `it is ${excluded}, which is excluded`;
    if (includes.length === 0 || includes.includes(anyConclusion))
        return null;
    if (includes.some((word) => words.includes(word)))
        return null;
    const wanted = includes.join(' or ');
    return run.conclusion === null
        ? `it is ${run.status}, not ${wanted}`
        : `its conclusion is ${run.conclusion}, not ${wanted}`;
}


/***/ }),

/***/ 22967:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ factsNeeded),
/* harmony export */   m: () => (/* binding */ gatherRunFacts)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/* harmony import */ var _listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74907);
/* harmony import */ var _branches_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(31966);
/* harmony import */ var _workflows_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(54713);
/** Gathers what the words of `branch` and `workflow` mean today. Reads only what the lines ask for. */




/** What the lines of `branch` and `workflow` need to know. Pure. */
function factsNeeded({ branch, workflow }) {
    const words = new Set([...(branch?.includes ?? []), ...(branch?.excludes ?? [])].flatMap((line) => line.kind === 'word' ? [line.word] : []));
    const workflowLines = [...(workflow?.includes ?? []), ...(workflow?.excludes ?? [])];
    return {
        defaultBranch: words.has('@default') || words.has('@closed-pr'),
        existingRefs: words.has('@deleted'),
        openHeads: words.has('@closed-pr'),
        // Patterns too: they match the display name of today, which old runs do not carry.
        workflows: workflowLines.some((line) => line.kind !== 'id' && !(0,_workflows_js__WEBPACK_IMPORTED_MODULE_2__/* .isAnyWorkflow */ .CU)(line)),
    };
}
/** Pages of one list that are read at once. */
const concurrency = 4;
/**
 * Reads the facts. `commitSha` and `pullRequest` are left null. Throws a UserError that names the selector when a
 * list cannot be read, or when it is empty although it cannot be (no tags at all is fine).
 */
async function gatherRunFacts(github, repository, { needs, nowMs, canAfford }) {
    const reader = { github, repository, canAfford };
    const [defaultBranch, existingRefs, openHeads, workflows] = await Promise.all([
        needs.defaultBranch
            ? github.getRepository(repository).then((found) => found.defaultBranch)
            : Promise.resolve(null),
        needs.existingRefs ? readRefs(reader) : Promise.resolve(null),
        needs.openHeads ? readOpenHeads(reader) : Promise.resolve(null),
        needs.workflows ? readWorkflows(reader) : Promise.resolve(null),
    ]);
    return { nowMs, defaultBranch, existingRefs, openHeads, workflows, commitSha: null, pullRequest: null };
}
async function readRefs(reader) {
    const { github, repository } = reader;
    const branches = await readBehind(reader, 'branch: @deleted', {
        what: 'branches',
        fetchPage: (page) => github.listBranches(repository, page),
        idOf: ({ name }) => name,
    });
    // A repository with runs has a branch: an empty list is a list that was not given to us.
    if (branches.length === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('The list of branches is empty, so that branch: @deleted would take every branch.', {
            hint: 'The token may not see them. Give it "contents: read", or name the branches themselves.',
        });
    const tags = await readBehind(reader, 'branch: @deleted', {
        what: 'tags',
        fetchPage: (page) => github.listTags(repository, page),
        idOf: ({ name }) => name,
    });
    return new Set([...branches, ...tags].map(({ name }) => name));
}
async function readOpenHeads(reader) {
    const pulls = await readBehind(reader, 'branch: @closed-pr', {
        what: 'open pull requests',
        fetchPage: (page) => reader.github.listPullRequests(reader.repository, { state: 'open' }, page),
        idOf: ({ number }) => number,
    });
    return new Set(pulls.map((pull) => (0,_branches_js__WEBPACK_IMPORTED_MODULE_3__/* .headKey */ .Qo)(pull.headRepositoryId, pull.headBranch)));
}
async function readWorkflows(reader) {
    const workflows = await readBehind(reader, 'workflow', {
        what: 'workflows',
        fetchPage: (page) => reader.github.listWorkflows(reader.repository, page),
        idOf: ({ id }) => id,
    });
    return new Map(workflows.map((workflow) => [workflow.id, workflow]));
}
/** `what` is a plural noun; the repository is added to it. */
async function readBehind({ repository, canAfford }, selector, listing) {
    const what = `the ${listing.what} of ${repository.owner}/${repository.name}`;
    try {
        return await (0,_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)({ ...listing, what, concurrency, canAfford });
    }
    catch (error) {
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ApiError */ .hD))
            throw error;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`${selector} needs the list of ${listing.what}, which cannot be read. ${error.message}`, {
            hint: error.hint,
            cause: error,
        });
    }
}


/***/ }),

/***/ 82824:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U_: () => (/* binding */ timestampOf),
/* harmony export */   sg: () => (/* binding */ newestRunFirst)
/* harmony export */ });
/* unused harmony export oldestArtifactFirst */
/**
 * The one timestamp of a run that ages and dates are about: the later of its creation and the start of its latest
 * attempt. A re-run makes a run younger by this, but never newer (`newestRunFirst`). Milliseconds, UTC.
 */
const timestampOf = (run) => Math.max(run.createdAtMs, run.startedAtMs);
/** Orders runs newest first: by creation, then by id. */
const newestRunFirst = (one, other) => other.createdAtMs - one.createdAtMs || other.id - one.id;
/** Orders artifacts oldest first: by creation, then by id. */
const oldestArtifactFirst = (one, other) => one.createdAtMs - other.createdAtMs || one.id - other.id;


/***/ }),

/***/ 94760:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ln: () => (/* binding */ everyRun),
/* harmony export */   hx: () => (/* binding */ runMatches)
/* harmony export */ });
/* unused harmony export isOfPullRequest */
/* harmony import */ var _text_format_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(98488);
/* harmony import */ var _branches_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(31966);
/* harmony import */ var _conclusion_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(54189);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(82824);
/* harmony import */ var _workflows_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54713);





/** No selector of runs: takes every run. */
const everyRun = {
    runIds: null,
    workflow: null,
    runNumbers: null,
    branch: null,
    event: null,
    actor: null,
    created: null,
    olderThanMs: null,
    newerThanMs: null,
    conclusion: null,
};
const explainRunId = (run, { runIds }) => runIds === null || runIds.some(({ id }) => id === run.id) ? null : 'its id is not asked for';
const explainWorkflow = (run, { workflow }, facts) => {
    if (workflow === null || (0,_workflows_js__WEBPACK_IMPORTED_MODULE_1__/* .workflowMatches */ .zX)(workflow, run, facts))
        return null;
    const exclude = (0,_workflows_js__WEBPACK_IMPORTED_MODULE_1__/* .excludingWorkflowLine */ .Hl)(workflow, run, facts);
    return `workflow "${run.workflowName}" ${exclude === null ? 'is not asked for' : `is excluded by ${exclude}`}`;
};
const explainRunNumber = (run, { runNumbers }) => runNumbers === null || runNumbers.includes(run.number) ? null : `run number ${run.number} is not asked for`;
const explainBranch = (run, { branch }, facts) => {
    if (branch === null || (0,_branches_js__WEBPACK_IMPORTED_MODULE_2__/* .branchRank */ .Rp)(branch, run, facts) !== null)
        return null;
    const exclude = (0,_branches_js__WEBPACK_IMPORTED_MODULE_2__/* .excludingBranchLine */ .Yf)(branch, run, facts);
    const subject = run.headBranch === null ? 'it has no branch, which' : `branch "${run.headBranch}"`;
    return `${subject} ${exclude === null ? 'is not asked for' : `is excluded by ${exclude}`}`;
};
const explainEvent = (run, { event }) => event === null ? null : explainWord(event, { values: [run.event], noun: 'event' });
const explainActor = (run, { actor }) => {
    if (actor === null)
        return null;
    // Logins differ in case only by how they are written.
    const lower = { includes: actor.includes.map(lowerCase), excludes: actor.excludes.map(lowerCase) };
    return explainWord(lower, { values: run.actor === null ? [] : [lowerCase(run.actor)], noun: 'actor' });
};
const explainCommit = (run, _selectors, { commitSha }) => commitSha === null || run.headSha === commitSha
    ? null
    : `commit ${run.headSha.slice(0, 7)} is not asked for`;
const explainPullRequest = (run, _selectors, { pullRequest }) => pullRequest === null || isOfPullRequest(run, pullRequest)
    ? null
    : `it is not of pull request #${pullRequest.number}`;
const explainCreated = (run, { created }) => {
    if (created === null)
        return null;
    const timeMs = (0,_order_js__WEBPACK_IMPORTED_MODULE_3__/* .timestampOf */ .U_)(run);
    if (created.fromMs !== null && timeMs < created.fromMs)
        return `it is of ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDate */ .Yq)(timeMs)}, before ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatTimestamp */ .Ey)(created.fromMs)}`;
    if (created.toMs !== null && timeMs > created.toMs)
        return `it is of ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDate */ .Yq)(timeMs)}, after ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatTimestamp */ .Ey)(created.toMs)}`;
    return null;
};
const explainOlderThan = (run, { olderThanMs }, { nowMs }) => {
    const ageMs = nowMs - (0,_order_js__WEBPACK_IMPORTED_MODULE_3__/* .timestampOf */ .U_)(run);
    return olderThanMs === null || ageMs > olderThanMs
        ? null
        : `it is ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(ageMs)} old, not older than ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(olderThanMs)}`;
};
const explainNewerThan = (run, { newerThanMs }, { nowMs }) => {
    const ageMs = nowMs - (0,_order_js__WEBPACK_IMPORTED_MODULE_3__/* .timestampOf */ .U_)(run);
    return newerThanMs === null || ageMs < newerThanMs
        ? null
        : `it is ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(ageMs)} old, not newer than ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(newerThanMs)}`;
};
const explainOutcome = (run, { conclusion }) => conclusion === null ? null : (0,_conclusion_js__WEBPACK_IMPORTED_MODULE_4__/* .explainConclusion */ .vc)(conclusion, run);
/** The tests in the order in which they are made. */
const runTests = [
    { test: 'run-id', explain: explainRunId },
    { test: 'workflow', explain: explainWorkflow },
    { test: 'run-number', explain: explainRunNumber },
    { test: 'branch', explain: explainBranch },
    { test: 'event', explain: explainEvent },
    { test: 'actor', explain: explainActor },
    { test: 'commit', explain: explainCommit },
    { test: 'pull-request', explain: explainPullRequest },
    { test: 'created', explain: explainCreated },
    { test: 'older-than', explain: explainOlderThan },
    { test: 'newer-than', explain: explainNewerThan },
    { test: 'conclusion', explain: explainOutcome },
];
/** Whether the selectors take a run, or the one reason why not. Throws when a fact that a word needs is missing. */
function runMatches(run, selectors, facts) {
    for (const { test, explain } of runTests) {
        const reason = explain(run, selectors, facts);
        if (reason !== null)
            return { matches: false, test, reason };
    }
    return { matches: true };
}
/**
 * Whether a run is of a pull request: one of its events, on its head (repository and branch) since it was opened;
 * or any run of its head commit. A head repository that is gone proves nothing, so that then the commit decides.
 */
const isOfPullRequest = (run, pull) => run.headSha === pull.headSha ||
    ((0,_branches_js__WEBPACK_IMPORTED_MODULE_2__/* .isPullRequestEvent */ .T5)(run.event) &&
        run.headBranch === pull.headBranch &&
        run.headRepositoryId !== null &&
        run.headRepositoryId === pull.headRepositoryId &&
        run.createdAtMs >= pull.createdAtMs);
function explainWord(list, subject) {
    const { values, noun } = subject;
    const [value = 'none'] = values;
    if (list.excludes.some((word) => values.includes(word)))
        return `${noun} ${value} is excluded`;
    if (list.includes.length === 0 || list.includes.some((word) => values.includes(word)))
        return null;
    return `${noun} ${value} is not asked for`;
}
const lowerCase = (text) => text.toLowerCase();


/***/ }),

/***/ 89098:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ isOfFork),
/* harmony export */   g: () => (/* binding */ describeFork)
/* harmony export */ });
/**
 * Whether a run is of a fork: its head repository is not the repository itself, or is gone. Ids decide, since a
 * name can be given up and taken by someone else.
 */
const isOfFork = (run) => run.repositoryId === null || run.headRepositoryId !== run.repositoryId;
/** `the fork octo/app` or `a fork that is gone`, for messages. */
const describeFork = (run) => run.headRepositoryId === null || run.headRepositoryName === null
    ? 'a fork that is gone'
    : `the fork ${run.headRepositoryName}`;


/***/ }),

/***/ 54713:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CU: () => (/* binding */ isAnyWorkflow),
/* harmony export */   Hl: () => (/* binding */ excludingWorkflowLine),
/* harmony export */   Zt: () => (/* binding */ describeWorkflowLine),
/* harmony export */   bV: () => (/* binding */ fileNameOf),
/* harmony export */   zX: () => (/* binding */ workflowMatches)
/* harmony export */ });
/** `ci.yml` of `.github/workflows/ci.yml`. */
const fileNameOf = (path) => path.slice(path.lastIndexOf('/') + 1);
/**
 * Whether a list takes the workflow of a run. A pattern may match its file name, its path, its display name when
 * the run was made, or its display name now: renaming a workflow hides none of its runs.
 */
function workflowMatches(list, run, facts) {
    if (excludingWorkflowLine(list, run, facts) !== null)
        return false;
    return list.includes.length === 0 || list.includes.some((line) => lineTakes(line, run, facts));
}
/** The exclude that takes the run, as it was written; null for none. */
function excludingWorkflowLine(list, run, facts) {
    const line = list.excludes.find((exclude) => lineTakes(exclude, run, facts));
    return line === undefined ? null : `!${describeWorkflowLine(line)}`;
}
/** A line as it was written, without its `!`. */
function describeWorkflowLine(line) {
    switch (line.kind) {
        case 'id':
            return String(line.id);
        case 'word':
            return line.word;
        case 'pattern':
            return line.pattern.source;
    }
}
/** Whether a line takes every workflow there is, whatever its file is called. */
const isAnyWorkflow = (line) => line.kind === 'pattern' && (line.pattern.source === '*' || line.pattern.source === '**');
function lineTakes(line, run, facts) {
    const workflow = facts.workflows?.get(run.workflowId);
    switch (line.kind) {
        case 'id':
            return run.workflowId === line.id;
        case 'word': {
            if (facts.workflows === null)
                throw new Error(`The facts behind ${line.word} were not gathered.`);
            return line.word === '@deleted'
                ? isDeleted(run, workflow)
                : (workflow?.state.startsWith('disabled') ?? false);
        }
        case 'pattern':
            return isAnyWorkflow(line) || namesOf(run, workflow).some((name) => line.pattern.matches(name));
    }
}
/** Where the files of a repository's own workflows are. */
const workflowFolder = '.github/workflows/';
/**
 * GitHub lists a workflow whose file is gone as deleted, and forgets some altogether. One that it does not list may
 * also be of another repository (required by a ruleset: its path begins with that repository) or GitHub's own
 * (`dynamic/…`): those say nothing of a file that is gone.
 */
const isDeleted = (run, workflow) => workflow === undefined ? run.workflowPath.startsWith(workflowFolder) : workflow.state === 'deleted';
const namesOf = (run, workflow) => [
    fileNameOf(run.workflowPath),
    run.workflowPath,
    run.workflowName,
    ...(workflow === undefined ? [] : [workflow.name]),
];


/***/ }),

/***/ 98488:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B4: () => (/* binding */ formatCount),
/* harmony export */   Ey: () => (/* binding */ formatTimestamp),
/* harmony export */   Gp: () => (/* binding */ formatSigned),
/* harmony export */   Yq: () => (/* binding */ formatDate),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   l9: () => (/* binding */ formatPercent),
/* harmony export */   ml: () => (/* binding */ shorten),
/* harmony export */   nV: () => (/* binding */ formatAge),
/* harmony export */   pq: () => (/* binding */ countOf),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/** Numbers for people: sizes, durations, ages, counts, shares and times, always in English and UTC. */
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const byteUnits = ['kB', 'MB', 'GB', 'TB', 'PB'];
/** `0 B`, `999 B`, `1.5 MB`, `123 GB`: decimal units, as GitHub shows them. Negative sizes keep their sign. */
function formatBytes(bytes) {
    if (bytes < 0)
        return `-${formatBytes(-bytes)}`;
    if (bytes < 999.5)
        return `${Math.round(bytes)} B`;
    let amount = bytes / 1000;
    for (const unit of byteUnits) {
        if (amount < 99.95)
            return `${amount.toFixed(1)} ${unit}`;
        if (amount < 999.5 || unit === 'PB')
            return `${Math.round(amount)} ${unit}`;
        amount /= 1000;
    }
    return '';
}
/** `0.4s`, `45s`, `3m 04s`, `1h 02m`, `2d 03h`: two units at most. Negative durations keep their sign. */
function formatDuration(ms) {
    if (ms < 0)
        return `-${formatDuration(-ms)}`;
    if (ms < 10 * secondMs)
        return `${Number((ms / secondMs).toFixed(1))}s`;
    const seconds = Math.round(ms / secondMs);
    if (seconds < 60)
        return `${seconds}s`;
    if (seconds < 3600)
        return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 24 * 60)
        return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
    const hours = Math.floor(minutes / 60);
    return `${formatCount(Math.floor(hours / 24))}d ${twoDigits(hours % 24)}h`;
}
const twoDigits = (value) => String(value).padStart(2, '0');
/** `2 d ago`, `3 h ago`, `5 min ago`, `just now`; `in 2 d` for a time to come. Whole units, rounded down. */
function formatAge(thenMs, nowMs) {
    const distanceMs = Math.abs(nowMs - thenMs);
    if (distanceMs < minuteMs)
        return 'just now';
    const distance = distanceMs >= dayMs
        ? `${formatCount(Math.floor(distanceMs / dayMs))} d`
        : distanceMs >= hourMs
            ? `${Math.floor(distanceMs / hourMs)} h`
            : `${Math.floor(distanceMs / minuteMs)} min`;
    return thenMs <= nowMs ? `${distance} ago` : `in ${distance}`;
}
/** `12,345`. */
const formatCount = (count) => String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
/** `1 file`, `12,345 files`. */
const countOf = (count, one, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`;
/** A share of 1: `25%`, `0.4%`; what is neither none nor all never reads `0%` or `100%`. */
function formatPercent(share) {
    const percent = share * 100;
    if (percent > 0 && percent < 0.1)
        return '<0.1%';
    if (percent > 99.9 && percent < 100)
        return '>99.9%';
    const isCoarse = Math.abs(percent) >= 10 && Math.abs(percent) < 99;
    return `${isCoarse ? Math.round(percent) : Number(percent.toFixed(1))}%`;
}
/** `+5s`, `−3 MB`, `±0 B`: a difference, in the form of its amount. */
const formatSigned = (value, format) => value === 0 ? `±${format(0)}` : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`;
/** `2026-01-31 12:34:56 UTC`. */
const formatTimestamp = (ms) => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
/** `2026-01-31`, the UTC day. */
const formatDate = (ms) => new Date(ms).toISOString().slice(0, 10);
/** At most so many characters, the middle cut out, since the ends of names tell them apart. */
function shorten(text, maxCharacters) {
    const chars = Array.from(text);
    if (chars.length <= maxCharacters)
        return text;
    const head = Math.ceil((maxCharacters - 1) / 2);
    const tail = maxCharacters - 1 - head;
    return `${chars.slice(0, head).join('')}…${tail > 0 ? chars.slice(-tail).join('') : ''}`;
}


/***/ })

};
