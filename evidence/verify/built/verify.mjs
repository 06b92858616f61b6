#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { open, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { constants, createHash, createPublicKey, verify } from "node:crypto";
import zlib from "node:zlib";

// engine.ts
let current = null;
function useEngine(engine) {
	current = engine;
}
function engine() {
	if (!current) throw new Error("no engine was named");
	return current;
}
function digestOf(name, ...parts) {
	const hash = engine().newHash(name);
	for (const part of parts) hash.update(part);
	return hash.digest();
}

// bytes.ts
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", {
	ignoreBOM: true,
	fatal: true
});
function utf8(text) {
	return encoder.encode(text);
}
function textOf(bytes) {
	return decoder.decode(bytes);
}
function strictText(bytes) {
	try {
		return strictDecoder.decode(bytes);
	} catch {
		return null;
	}
}
function latin1(bytes) {
	let text = "";
	for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
	return text;
}
function fromLatin1(text) {
	return Uint8Array.from(text, (char) => char.charCodeAt(0) & 255);
}
const hexOf = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
function hex(bytes) {
	let text = "";
	for (const byte of bytes) text += hexOf[byte];
	return text;
}
function fromHex(text) {
	if (!/^([0-9a-f]{2})*$/.test(text)) return null;
	return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));
}
function base64(bytes) {
	return btoa(latin1(bytes));
}
function fromBase64(text) {
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
	const bytes = fromLatin1(atob(text));
	return base64(bytes) === text ? bytes : null;
}
function same(a, b) {
	return a.length === b.length && compareBytes(a, b) === 0;
}
function compareBytes(a, b) {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i];
	return a.length - b.length;
}
function join(parts) {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
function indexOf(bytes, wanted, from = 0) {
	for (let at = bytes.indexOf(wanted[0], from); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
		if (at + wanted.length > bytes.length) return -1;
		let i = 1;
		while (i < wanted.length && bytes[at + i] === wanted[i]) i++;
		if (i === wanted.length) return at;
	}
	return -1;
}
function u16(bytes, at) {
	return bytes[at] | bytes[at + 1] << 8;
}
function u32(bytes, at) {
	return (u16(bytes, at) | u16(bytes, at + 2) << 16) >>> 0;
}
function u64(bytes, at) {
	const value = u32(bytes, at) + u32(bytes, at + 4) * 4294967296;
	return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

// report.ts
var Broken = class extends Error {};
var Unread = class extends Broken {};
const unreadCheck = "format.unread";
var Report = class {
	checks = [];
	part;
	constructor(part = () => void 0) {
		this.part = part;
	}
	add(name, ok, detail) {
		this.checks.push({
			name,
			ok,
			detail: detail.slice(0, 2e3)
		});
	}
	list(name, problems, sound) {
		const shown = problems.slice(0, 8).join("; ");
		const more = problems.length > 8 ? `; and ${problems.length - 8} more` : "";
		this.add(name, problems.length === 0, problems.length === 0 ? sound : shown + more);
	}
	async run(name, part, step) {
		this.part(part);
		try {
			return await step();
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			this.add(error instanceof Unread ? unreadCheck : name, false, error instanceof Broken ? reason : `${part}: ${reason}`);
			return;
		}
	}
	get ok() {
		return this.checks.every((check) => check.ok);
	}
};
function quote(text) {
	const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
	return JSON.stringify(short).replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "?");
}

// byte-source.ts
const chunkSize = 1048576;
const windowSize = 8388608;
function readAhead(source) {
	let start = 0;
	let piece = /* @__PURE__ */ new Uint8Array(0);
	const holds = (offset, length) => offset >= start && offset + length <= start + piece.length;
	return {
		size: source.size,
		read: async (offset, length) => {
			if (!(Number.isSafeInteger(offset) && offset >= 0 && length >= 0 && offset + length <= source.size) || length > windowSize) return source.read(offset, length);
			if (!holds(offset, length)) {
				const from = source.size <= windowSize ? 0 : offset;
				piece = await source.read(from, Math.min(windowSize, source.size - from));
				start = from;
			}
			return piece.subarray(offset - start, offset - start + length);
		}
	};
}
function windowOf(source, start, size) {
	return {
		size,
		read: (offset, length) => {
			if (offset < 0 || length < 0 || offset + length > size) throw new Broken(`bytes ${offset}–${offset + length} lie outside the part`);
			return source.read(start + offset, length);
		}
	};
}
function sourceOf(bytes) {
	return {
		size: bytes.length,
		read: async (offset, length) => {
			if (offset < 0 || length < 0 || offset + length > bytes.length) throw new Broken(`bytes ${offset}–${offset + length} lie outside the part`);
			return bytes.subarray(offset, offset + length);
		}
	};
}
async function* chunksOf(source, start = 0, end = source.size) {
	for (let at = start; at < end;) {
		const chunk = await source.read(at, Math.min(chunkSize, end - at));
		at += chunk.byteLength;
		yield chunk;
	}
}
async function sha256Of(source, start = 0, end = source.size) {
	const hash = engine().newHash("sha256");
	for await (const chunk of chunksOf(source, start, end)) hash.update(chunk);
	return hex(hash.digest());
}

// strict-json.ts
function parseJson(bytes, part) {
	const text = strictText(bytes);
	if (text === null) throw new Broken(`${part}: not UTF-8`);
	try {
		return JSON.parse(text);
	} catch {
		throw new Broken(`${part}: not JSON`);
	}
}
function isCanonical(value, bytes) {
	return same(utf8(canonical(value)), bytes);
}
function canonical(value) {
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
	return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}
function asFields(value, part) {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
	throw new Broken(`${part}: not an object`);
}
function asList(value, part) {
	if (Array.isArray(value)) return value;
	throw new Broken(`${part}: not a list`);
}
function asText(value, part) {
	if (typeof value === "string") return value;
	throw new Broken(`${part}: not text`);
}
function plainText(value) {
	return typeof value === "string" ? value : "";
}

// capture-claims.ts
const part$1 = "evidence/manifest.json";
function completenessOf(manifest, revisits, report) {
	const rows = rowsOf(manifest);
	const reasons = [];
	const problems = [];
	for (const row of rows) {
		const url = quote(plainText(row.url));
		const outcome = plainText(row.outcome);
		if (![
			"recorded",
			"blocked",
			"failed"
		].includes(outcome)) problems.push(`${part$1}: ${url} has no outcome`);
		if (outcome === "recorded" && (row.answerRecord ?? null) === null) reasons.push(`${url} is called recorded, without a record`);
		if (outcome === "failed" && plainText(row.outcomeReason) === "") reasons.push(`${url} failed without a reason`);
		if (plainText(row.truncated) !== "") reasons.push(`${url} is cut short (${plainText(row.truncated)})`);
	}
	if (manifest.status !== "captured") reasons.push(`the capture ended as ${quote(plainText(manifest.status))}`);
	for (const value of asList(manifest.notCaptured ?? [], `${part$1}: notCaptured`)) {
		const row = asFields(value, `${part$1}: notCaptured`);
		reasons.push(`${quote(plainText(row.what))}: ${quote(plainText(row.why))}`);
	}
	const witnesses = manifest.witnesses ? asFields(manifest.witnesses, `${part$1}: witnesses`) : null;
	const unseen = witnesses ? asList(witnesses.onlyInNetlog, `${part$1}: onlyInNetlog`).length : 0;
	if (unseen > 0) reasons.push(`${unseen} requests stand in the network log alone`);
	if (!manifest.netlog) reasons.push("no network log was kept that would show a request nobody recorded");
	if (revisits.missing > 0) reasons.push(`${revisits.missing} contents stand in earlier packages that are not here`);
	report.list("complete.outcomes", problems, `${rows.length} requests are recorded, blocked or failed with their reason`);
	const more = reasons.length > 5 ? `; and ${reasons.length - 5} more` : "";
	return reasons.length === 0 ? {
		proved: true,
		detail: `all ${rows.length} requests that the sealed manifest names are accounted for`
	} : {
		proved: false,
		detail: reasons.slice(0, 5).join("; ") + more
	};
}
function agreementOf(manifest) {
	const witnesses = manifest.witnesses ? asFields(manifest.witnesses, `${part$1}: witnesses`) : null;
	if (!witnesses || !manifest.netlog) return {
		proved: false,
		detail: "no network log was kept"
	};
	const verdicts = rowsOf(manifest).map((row) => row.netlog ? plainText(asFields(row.netlog, part$1).verdict) : "");
	const count = (...wanted) => verdicts.filter((verdict) => wanted.includes(verdict)).length;
	const [agree, differ, unseen] = [
		count("agrees", "agrees-decoded"),
		count("differs"),
		count("unseen")
	];
	const isSame = witnesses.agree === agree && witnesses.differ === differ && witnesses.unseen === unseen;
	const detail = `by the sealed manifest, network log and DevTools agree on ${agree} exchanges, differ on ${differ}, ${unseen} unseen`;
	if (!isSame) return {
		proved: false,
		detail: `${detail}; the manifest's summary counts otherwise`
	};
	return {
		proved: differ === 0 && unseen === 0 && agree > 0,
		detail
	};
}
function rowsOf(manifest) {
	return asList(manifest.exchanges, `${part$1}: exchanges`).map((row) => asFields(row, `${part$1}: exchanges`)).filter((row) => row.phase !== "scan");
}

// der.ts
const tags = {
	boolean: 1,
	integer: 2,
	bitString: 3,
	octetString: 4,
	oid: 6,
	enumerated: 10,
	utcTime: 23,
	generalizedTime: 24,
	sequence: 48,
	set: 49
};
function readDer(bytes, part) {
	const { node, next } = readOne(bytes, 0, part);
	if (next !== bytes.length) throw new Broken(`${part}: ${bytes.length - next} bytes stand after its DER value`);
	return node;
}
function childrenOf(node, part) {
	const nodes = [];
	for (let at = 0; at < node.body.length;) {
		const { node: child, next } = readOne(node.body, at, part);
		nodes.push(child);
		at = next;
	}
	return nodes;
}
function readOne(bytes, at, part) {
	const tag = bytes[at];
	const first = bytes[at + 1];
	if (tag === void 0 || first === void 0) throw new Broken(`${part}: DER is cut off`);
	if ((tag & 31) === 31) throw new Broken(`${part}: a DER tag of several bytes`);
	let length = first;
	let start = at + 2;
	if (first === 128) throw new Broken(`${part}: a DER value of indefinite length`);
	if (first > 128) {
		const count = first & 127;
		if (count > 4) throw new Broken(`${part}: a DER length beyond all files`);
		length = 0;
		for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0);
		if (length < 128 || bytes[start] === 0) throw new Broken(`${part}: a DER length that is not in its shortest form`);
		start += count;
	}
	if (start + length > bytes.length) throw new Broken(`${part}: DER is cut off`);
	return {
		node: {
			tag,
			body: bytes.subarray(start, start + length),
			whole: bytes.subarray(at, start + length)
		},
		next: start + length
	};
}
var DerFields = class {
	#nodes;
	#part;
	#at = 0;
	constructor(node, part, tag = tags.sequence) {
		if (node.tag !== tag) throw new Broken(`${part}: another kind of DER value than the standard says`);
		this.#nodes = childrenOf(node, part);
		this.#part = part;
	}
	take(tag) {
		const node = this.optional(tag);
		if (!node) throw new Broken(`${this.#part}: a field is missing or of another kind`);
		return node;
	}
	optional(tag) {
		const node = this.#nodes[this.#at];
		if (node?.tag !== tag) return null;
		this.#at++;
		return node;
	}
	any() {
		return this.#nodes[this.#at++] ?? null;
	}
	end() {
		if (this.#at < this.#nodes.length) throw new Broken(`${this.#part}: fields that the standard does not know`);
	}
};
function oidOf(node, part) {
	if (node.tag !== tags.oid || node.body.length === 0) throw new Broken(`${part}: no object identifier`);
	const arcs = [];
	let value = 0;
	let started = false;
	for (const byte of node.body) {
		if (!started && byte === 128) throw new Broken(`${part}: an object identifier that is not in its shortest form`);
		value = value * 128 + (byte & 127);
		started = (byte & 128) !== 0;
		if (started) continue;
		arcs.push(value);
		value = 0;
	}
	if (started) throw new Broken(`${part}: an object identifier that is cut off`);
	const first = Math.min(2, Math.floor(arcs[0] / 40));
	return [
		first,
		arcs[0] - first * 40,
		...arcs.slice(1)
	].join(".");
}
function integerOf(node, part) {
	const { body } = node;
	const padded = body.length > 1 && (body[0] === 0 && body[1] < 128 || body[0] === 255 && body[1] >= 128);
	if (node.tag !== tags.integer || body.length === 0 || padded) throw new Broken(`${part}: a number that is not in its one form`);
	const value = BigInt(`0x${hex(body)}`);
	return body[0] >= 128 ? value - (1n << BigInt(body.length * 8)) : value;
}
function booleanOf(node, part) {
	if (node.tag !== tags.boolean || node.body.length !== 1 || node.body[0] !== 0 && node.body[0] !== 255) throw new Broken(`${part}: a flag that is not in its one form`);
	return node.body[0] === 255;
}
function bitStringOf(node, part) {
	if (node.tag !== tags.bitString || node.body[0] !== 0) throw new Broken(`${part}: a bit string that is not of whole bytes`);
	return node.body.subarray(1);
}
function timeOf(node, part) {
	const text = latin1(node.body);
	const match = (node.tag === tags.utcTime ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/ : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2}(?:\.\d{0,8}[1-9])?)Z$/).exec(text);
	if (!match || node.tag !== tags.utcTime && node.tag !== tags.generalizedTime) throw new Broken(`${part}: a time that is not in its one form`);
	const [, y, month, day, hour, minute, second] = match;
	const year = node.tag === tags.utcTime ? String(Number(y) + (Number(y) < 50 ? 2e3 : 1900)) : y;
	const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	if (Number.isNaN(time)) throw new Broken(`${part}: a time that does not exist`);
	return time;
}
function stringOf(node) {
	if (node.tag === 30) {
		let text = "";
		for (let i = 0; i + 1 < node.body.length; i += 2) text += String.fromCharCode(node.body[i] * 256 + node.body[i + 1]);
		return text;
	}
	return strictText(node.body) ?? latin1(node.body);
}

// algorithm.ts
const hashes = {
	"1.3.14.3.2.26": "sha1",
	"2.16.840.1.101.3.4.2.1": "sha256",
	"2.16.840.1.101.3.4.2.2": "sha384",
	"2.16.840.1.101.3.4.2.3": "sha512"
};
const signatures = {
	"1.2.840.10045.4.3.2": {
		kind: "ecdsa",
		hash: "sha256",
		encoding: "der"
	},
	"1.2.840.10045.4.3.3": {
		kind: "ecdsa",
		hash: "sha384",
		encoding: "der"
	},
	"1.2.840.10045.4.3.4": {
		kind: "ecdsa",
		hash: "sha512",
		encoding: "der"
	},
	"1.2.840.113549.1.1.11": {
		kind: "rsa",
		hash: "sha256"
	},
	"1.2.840.113549.1.1.12": {
		kind: "rsa",
		hash: "sha384"
	},
	"1.2.840.113549.1.1.13": {
		kind: "rsa",
		hash: "sha512"
	},
	"1.3.101.112": { kind: "ed25519" }
};
const rsaEncryption = "1.2.840.113549.1.1.1";
const curves = /* @__PURE__ */ new Set([
	"1.2.840.10045.3.1.7",
	"1.3.132.0.34",
	"1.3.132.0.35"
]);
const leastRsaBits = 2048;
function keyWeakness(spki, part) {
	const fields = new DerFields(readDer(spki, part), part);
	const algorithm = new DerFields(fields.take(tags.sequence), part);
	const oid = oidOf(algorithm.take(tags.oid), part);
	if (oid === "1.2.840.10045.2.1") return curves.has(oidOf(algorithm.take(tags.oid), part)) ? null : "a curve that is not P-256, P-384 or P-521";
	if (!oid.startsWith("1.2.840.113549.1.1.")) return null;
	const key = new DerFields(readDer(bitStringOf(fields.take(tags.bitString), part), part), part);
	const bits = integerOf(key.take(tags.integer), part).toString(2).length;
	const exponent = integerOf(key.take(tags.integer), part);
	if (bits < leastRsaBits) return `an RSA key of ${bits} bits`;
	return exponent < 3n || exponent % 2n === 0n ? `an RSA key with the exponent ${exponent}` : null;
}
function hashAlgorithm(node, part) {
	const oid = oidOf(new DerFields(node, part).take(tags.oid), part);
	const name = hashes[oid];
	if (!name) throw new Broken(`${part}: hash algorithm ${oid} is not one that is known`);
	return name;
}
function signatureAlgorithm(node, part, digest) {
	const [first, parameters] = childrenOf(node, part);
	if (!first) throw new Broken(`${part}: no signature algorithm`);
	const oid = oidOf(first, part);
	if (digest === "sha1") throw new Broken(`${part}: a signature over SHA-1`);
	if (oid === "1.2.840.113549.1.1.10") return pssAlgorithm(parameters, part);
	const known = signatures[oid] ?? (oid === rsaEncryption && digest ? {
		kind: "rsa",
		hash: digest
	} : void 0);
	if (!known) throw new Broken(`${part}: signature algorithm ${oid} is weak or not known`);
	if (digest && "hash" in known && known.hash !== digest) throw new Broken(`${part}: its signature algorithm and its digest algorithm differ`);
	return known;
}
function pssAlgorithm(parameters, part) {
	if (!parameters) throw new Broken(`${part}: RSA-PSS without parameters`);
	const fields = new DerFields(parameters, part);
	const inner = (tag) => childrenOf(fields.take(tag), part)[0];
	const hashNode = inner(160);
	fields.take(161);
	const saltNode = inner(162);
	const hash = hashNode && hashAlgorithm(hashNode, part);
	if (!hash || hash === "sha1" || !saltNode) throw new Broken(`${part}: RSA-PSS with weak parameters`);
	return {
		kind: "rsa-pss",
		hash,
		saltLength: Number(integerOf(saltNode, part))
	};
}

// x509.ts
const usageSign = 192;
const usageCertSign = 4;
const maxDepth = 8;
function readCertificate(der, part) {
	const outer = new DerFields(readDer(der, part), part);
	const tbsNode = outer.take(tags.sequence);
	const algorithm = outer.take(tags.sequence);
	const signature = bitStringOf(outer.take(tags.bitString), part);
	outer.end();
	const tbs = new DerFields(tbsNode, part);
	tbs.optional(160);
	const serial = integerOf(tbs.take(tags.integer), part);
	if (!same(tbs.take(tags.sequence).whole, algorithm.whole)) throw new Broken(`${part}: a certificate that names two signature algorithms`);
	const issuer = tbs.take(tags.sequence);
	const validity = new DerFields(tbs.take(tags.sequence), part);
	const [from, to] = [validity.any(), validity.any()];
	if (!from || !to) throw new Broken(`${part}: a certificate without validity`);
	const subject = tbs.take(tags.sequence);
	const spki = tbs.take(tags.sequence);
	tbs.optional(129);
	tbs.optional(130);
	const certificate = {
		der,
		tbs: tbsNode.whole,
		serial,
		issuer: issuer.whole,
		subject: subject.whole,
		name: nameOf(subject, part),
		notBefore: timeOf(from, part),
		notAfter: timeOf(to, part),
		spki: spki.whole,
		scheme: schemeOf(algorithm, part),
		signature,
		isCa: false,
		pathLength: Number.POSITIVE_INFINITY,
		keyUsage: null,
		extendedUsage: null,
		dnsNames: [],
		unknownCritical: []
	};
	const wrapped = tbs.optional(163);
	if (wrapped) for (const list of childrenOf(wrapped, part)) readExtensions(list, certificate, part);
	return certificate;
}
function schemeOf(algorithm, part) {
	try {
		return signatureAlgorithm(algorithm, part);
	} catch {
		return {
			kind: "ecdsa",
			hash: "sha1",
			encoding: "der"
		};
	}
}
function readExtensions(list, into, part) {
	const seen = /* @__PURE__ */ new Set();
	for (const node of childrenOf(list, part)) {
		const fields = new DerFields(node, part);
		const oid = oidOf(fields.take(tags.oid), part);
		const flag = fields.optional(tags.boolean);
		const critical = flag !== null && booleanOf(flag, part);
		const value = fields.take(tags.octetString).body;
		fields.end();
		if (seen.has(oid)) throw new Broken(`${part}: a certificate with the extension ${oid} twice`);
		seen.add(oid);
		readExtension(oid, critical, value, into, part);
	}
}
function readExtension(oid, critical, value, into, part) {
	if (oid === "2.5.29.19") {
		const fields = new DerFields(readDer(value, part), part);
		const ca = fields.optional(tags.boolean);
		into.isCa = ca !== null && booleanOf(ca, part);
		const depth = fields.optional(tags.integer);
		if (depth) into.pathLength = Number(integerOf(depth, part));
	} else if (oid === "2.5.29.15") {
		const bits = readDer(value, part);
		if (bits.tag !== tags.bitString) throw new Broken(`${part}: a key usage that cannot be read`);
		into.keyUsage = bits.body[1] ?? 0;
	} else if (oid === "2.5.29.37") into.extendedUsage = {
		critical,
		oids: childrenOf(readDer(value, part), part).map((node) => oidOf(node, part))
	};
	else if (oid === "2.5.29.17") into.dnsNames = childrenOf(readDer(value, part), part).filter((node) => node.tag === 130).map((node) => latin1(node.body));
	else if (critical && oid !== "2.5.29.32") into.unknownCritical.push(oid);
}
function nameOf(subject, part) {
	const wanted = /* @__PURE__ */ new Map([["2.5.4.3", ""], ["2.5.4.10", ""]]);
	for (const set of childrenOf(subject, part)) for (const pair of childrenOf(set, part)) {
		const [type, value] = childrenOf(pair, part);
		if (type && value && wanted.get(oidOf(type, part)) === "") wanted.set(oidOf(type, part), stringOf(value));
	}
	return [...wanted.values()].filter((text) => text !== "").join(", ") || hex(subject.whole).slice(0, 24);
}
async function findPath(leaf, pool, pinned, what, atMs) {
	const roots = pinned.filter(({ pinnedFor }) => pinnedFor === void 0 || pinnedFor === what);
	const problems = [];
	let at = leaf;
	for (let depth = 0; depth < maxDepth; depth++) {
		if (roots.some((root) => same(root.der, at.der))) return {
			root: at,
			problems
		};
		const issuer = await issuerOf(at, depth, [...roots, ...pool], atMs, problems);
		if (!issuer || issuer === at) break;
		at = issuer;
	}
	return {
		root: null,
		problems
	};
}
async function issuerOf(certificate, depth, candidates, atMs, problems) {
	for (const candidate of candidates) {
		if (!same(candidate.subject, certificate.issuer) || same(candidate.der, certificate.der)) continue;
		if (!await holds(candidate.spki, certificate.scheme, certificate.tbs, certificate.signature)) continue;
		const why = whyNot(candidate, depth, atMs);
		if (why === null) return candidate;
		problems.push(`the certificate of ${JSON.stringify(candidate.name)} ${why}`);
	}
	return null;
}
function whyNot(authority, depth, atMs) {
	if (!authority.isCa || authority.keyUsage !== null && (authority.keyUsage & usageCertSign) === 0) return "may not issue certificates";
	if (authority.pathLength < depth) return "may not stand so far above";
	if (authority.unknownCritical.length > 0) return `demands ${authority.unknownCritical.join(", ")}, which is not understood`;
	if (!isValidAt(authority, atMs)) return "was not valid at that time";
	return null;
}
function isValidAt(certificate, atMs) {
	return certificate.notBefore <= atMs && atMs <= certificate.notAfter;
}
function maySign(certificate) {
	return certificate.keyUsage === null || (certificate.keyUsage & usageSign) !== 0;
}
async function holds(spki, scheme, data, signature) {
	if ("hash" in scheme && scheme.hash === "sha1") return false;
	try {
		return await engine().verifySignature(spki, scheme, data, signature);
	} catch {
		return false;
	}
}
function pemCertificates(pem) {
	return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(([, body]) => fromBase64(body.replace(/\s/g, ""))).filter((der) => der !== null);
}

// cms.ts
const oids = {
	signedData: "1.2.840.113549.1.7.2",
	contentType: "1.2.840.113549.1.9.3",
	messageDigest: "1.2.840.113549.1.9.4",
	signingTime: "1.2.840.113549.1.9.5",
	essV1: "1.2.840.113549.1.9.16.2.12",
	essV2: "1.2.840.113549.1.9.16.2.47"
};
function readSignedMessage(contentInfo, part, more = []) {
	const info = new DerFields(contentInfo, part);
	if (oidOf(info.take(tags.oid), part) !== oids.signedData) throw new Broken(`${part}: no CMS signed data`);
	const signed = new DerFields(only(info.take(160), part), part);
	info.end();
	signed.take(tags.integer);
	const digests = childrenOf(signed.take(tags.set), part).map((node) => hashAlgorithm(node, part));
	const encapsulated = new DerFields(signed.take(tags.sequence), part);
	const contentType = oidOf(encapsulated.take(tags.oid), part);
	const contentNode = encapsulated.optional(160);
	const octets = contentNode && only(contentNode, part);
	if (octets && octets.tag !== tags.octetString) throw new Broken(`${part}: its content is no octet string`);
	const certificateNodes = signed.optional(160);
	const certificates = certificateNodes ? childrenOf(certificateNodes, part).map((node) => readCertificate(node.whole, part)) : [];
	signed.optional(161);
	const signers = childrenOf(signed.take(tags.set), part);
	signed.end();
	if (signers.length !== 1) throw new Broken(`${part}: ${signers.length} signers instead of one`);
	const signer = readSigner(signers[0], [...certificates, ...more], part);
	if (!digests.includes(signer.digest)) throw new Broken(`${part}: its digest algorithm is not announced`);
	return {
		contentType,
		content: octets?.body ?? null,
		certificates: [...certificates, ...more],
		...signer
	};
}
function readSigner(node, certificates, part) {
	const fields = new DerFields(node, part);
	fields.take(tags.integer);
	const byName = fields.optional(tags.sequence);
	if (!byName) throw new Broken(`${part}: its signer is not named by issuer and serial number`);
	const id = new DerFields(byName, part);
	const issuer = id.take(tags.sequence).whole;
	const serial = integerOf(id.take(tags.integer), part);
	const digest = hashAlgorithm(fields.take(tags.sequence), part);
	const attributesNode = fields.take(160);
	const scheme = signatureAlgorithm(fields.take(tags.sequence), part, digest);
	const signature = fields.take(tags.octetString).body;
	if (fields.optional(161)) throw new Broken(`${part}: unsigned attributes, which anybody could have put in`);
	fields.end();
	const signer = certificates.find((c) => same(c.issuer, issuer) && c.serial === serial);
	if (!signer) throw new Broken(`${part}: the signer's certificate is missing`);
	const signedBytes = Uint8Array.from(attributesNode.whole);
	signedBytes[0] = tags.set;
	return {
		signer,
		digest,
		scheme,
		signature,
		signedBytes,
		attributes: readAttributes(attributesNode, part)
	};
}
function readAttributes(node, part) {
	const attributes = /* @__PURE__ */ new Map();
	const nodes = childrenOf(node, part);
	for (const [i, child] of nodes.entries()) {
		if (i > 0 && compareBytes(nodes[i - 1].whole, child.whole) >= 0) throw new Broken(`${part}: its signed attributes are not in order`);
		const fields = new DerFields(child, part);
		const oid = oidOf(fields.take(tags.oid), part);
		if (attributes.has(oid)) throw new Broken(`${part}: the signed attribute ${oid} stands twice`);
		attributes.set(oid, only(fields.take(tags.set), part));
		fields.end();
	}
	return attributes;
}
async function messageProblems(message, content, contentType, part) {
	const problems = [];
	const type = message.attributes.get(oids.contentType);
	if (message.contentType !== contentType || !type || oidOf(type, part) !== contentType) problems.push(`${part}: signed as another kind of content`);
	const digest = message.attributes.get(oids.messageDigest);
	if (digest?.tag !== tags.octetString || !same(digest.body, digestOf(message.digest, content))) problems.push(`${part}: its message digest is not that of the content`);
	problems.push(...essProblems(message, part));
	if (!maySign(message.signer)) problems.push(`${part}: its signer's certificate may not be used for signatures`);
	const weak = keyWeakness(message.signer.spki, part);
	if (weak !== null) problems.push(`${part}: signed with ${weak}, which can be forged`);
	if (message.signer.unknownCritical.length > 0) problems.push(`${part}: its signer's certificate demands ${message.signer.unknownCritical.join(", ")}`);
	if (!await holds(message.signer.spki, message.scheme, message.signedBytes, message.signature)) problems.push(`${part}: its signature does not hold`);
	return problems;
}
function essProblems(message, part) {
	const v2 = message.attributes.get(oids.essV2);
	const v1 = message.attributes.get(oids.essV1);
	if (!v2 && !v1) return [`${part}: it does not name its signer's certificate (ESS signing-certificate)`];
	const problems = [];
	for (const [node, version] of [[v2, 2], [v1, 1]]) {
		if (!node) continue;
		const list = new DerFields(node, part).take(tags.sequence);
		const first = childrenOf(list, part)[0];
		if (!first) throw new Broken(`${part}: an empty list of signing certificates`);
		const fields = new DerFields(first, part);
		const algorithm = version === 2 ? fields.optional(tags.sequence) : null;
		const hash = version === 1 ? "sha1" : algorithm ? hashAlgorithm(algorithm, part) : "sha256";
		if (!same(fields.take(tags.octetString).body, digestOf(hash, message.signer.der))) problems.push(`${part}: the certificate that it names (ESS) is not its signer's`);
	}
	return problems;
}
function signingTimeOf(message, part) {
	const node = message.attributes.get(oids.signingTime);
	return node ? timeOf(node, part) : null;
}
async function detachedProblems(message, content, part) {
	const problems = await messageProblems(message, content, "1.2.840.113549.1.7.1", part);
	if (message.content !== null) problems.push(`${part}: not detached`);
	const wanted = [
		oids.contentType,
		oids.messageDigest,
		oids.signingTime,
		oids.essV2
	];
	if (message.attributes.size !== wanted.length || wanted.some((oid) => !message.attributes.has(oid))) problems.push(`${part}: its signed attributes are not the four of the format`);
	const time = signingTimeOf(message, part);
	if (time === null || !isValidAt(message.signer, time)) problems.push(`${part}: its signer's certificate was not valid when it signed`);
	if (message.signer.extendedUsage?.oids.includes("1.3.6.1.5.5.7.3.8")) problems.push(`${part}: signed with a certificate for time stamps`);
	return problems;
}
function readDetached(bytes, part) {
	return readSignedMessage(readDer(bytes, part), part);
}
function only(node, part) {
	const nodes = childrenOf(node, part);
	if (nodes.length !== 1) throw new Broken(`${part}: ${nodes.length} values where one belongs`);
	return nodes[0];
}

// token.ts
const tstInfo = "1.2.840.113549.1.9.16.1.4";
const timeStamping = "1.3.6.1.5.5.7.3.8";
function readToken(bytes, part, chain = []) {
	const response = new DerFields(readDer(bytes, part), part);
	const status = integerOf(new DerFields(response.take(tags.sequence), part).take(tags.integer), part);
	if (status !== 0n && status !== 1n) throw new Broken(`${part}: the authority refused (status ${status})`);
	const contentInfo = response.take(tags.sequence);
	response.end();
	return readTokenInfo(contentInfo, part, chain);
}
function readTokenInfo(contentInfo, part, chain) {
	const message = readSignedMessage(contentInfo, part, chain);
	if (!message.content) throw new Broken(`${part}: no time-stamp information in it`);
	const info = new DerFields(readDer(message.content, part), part);
	if (integerOf(info.take(tags.integer), part) !== 1n) throw new Broken(`${part}: unknown version`);
	const policy = oidOf(info.take(tags.oid), part);
	const imprint = new DerFields(info.take(tags.sequence), part);
	const imprintHash = hashAlgorithm(imprint.take(tags.sequence), part);
	const hashed = imprint.take(tags.octetString).body;
	imprint.end();
	const serial = integerOf(info.take(tags.integer), part);
	const genTimeMs = timeOf(info.take(tags.generalizedTime), part);
	info.optional(tags.sequence);
	info.optional(tags.boolean);
	const nonce = info.optional(tags.integer);
	info.optional(160);
	info.optional(161);
	info.end();
	return {
		message,
		content: message.content,
		policy,
		imprintHash,
		imprint: hashed,
		serial,
		genTimeMs,
		nonce: nonce && integerOf(nonce, part)
	};
}
function imprintHolds(token, stamped) {
	return token.imprintHash !== "sha1" && same(token.imprint, digestOf(token.imprintHash, stamped));
}
function tokenSignatureProblems(token, part) {
	return messageProblems(token.message, token.content, tstInfo, part);
}
function tokenUsageProblems(token, part) {
	const { signer } = token.message;
	const usage = signer.extendedUsage;
	return {
		usage: usage?.critical === true && usage.oids.length === 1 && usage.oids[0] === timeStamping ? [] : [`${part}: its certificate is not one for time stamps alone (critical extended key usage)`],
		validity: isValidAt(signer, token.genTimeMs) ? [] : [`${part}: the authority's certificate was not valid at ${new Date(token.genTimeMs).toISOString()}`]
	};
}
function tokenPath(token, roots) {
	return findPath(token.message.signer, token.message.certificates, roots, "time", token.genTimeMs);
}

// token-files.ts
const maxTokenBytes = 1048576;
const allKeys = [
	...[
		"askedAt",
		"authority",
		"chain",
		"format",
		"genTime",
		"imprintOf",
		"nonce",
		"policy"
	],
	"receivedAt",
	"revocation",
	"serial"
];
async function collectTokens(stem, files) {
	const found = [];
	for (const [name, source] of files) {
		const number = name.startsWith(`${stem}.`) ? /^([1-9]\d{0,5})\.tsr$/.exec(name.slice(stem.length + 1)) : null;
		if (!number || source.size > maxTokenBytes) continue;
		const facts = files.get(`${name}.json`);
		found.push([Number(number[1]), {
			name,
			token: await source.read(0, source.size),
			facts: facts && facts.size <= 16 * maxTokenBytes ? await facts.read(0, facts.size) : null
		}]);
	}
	return new Map(found.sort(([a], [b]) => a - b));
}
async function judgeTokens(files, stamped, roots, report) {
	const judged = [];
	for (const [number, file] of files) {
		const target = (of) => {
			const renewed = /^token:(\d+)$/.exec(of);
			if (!renewed) return stamped(of);
			return Number(renewed[1]) < number ? files.get(Number(renewed[1]))?.token ?? null : null;
		};
		const one = await report.run("token.form", file.name, () => judgeOne$1(file, target, roots, report));
		if (one) judged.push(one);
	}
	for (const token of judged) renewalOrder(token, judged, report);
	return judged;
}
async function judgeOne$1(file, stamped, roots, report) {
	const { name } = file;
	const facts = file.facts && asFields(parseJson(file.facts, `${name}.json`), `${name}.json`);
	const chain = facts ? chainOf(facts, `${name}.json`) : [];
	const token = readToken(file.token, name, chain);
	const of = facts ? plainText(facts.imprintOf) : "manifest";
	const before = report.checks.length;
	const bytes = stamped(of);
	const at = new Date(token.genTimeMs).toISOString();
	const imprint = bytes !== null && imprintHolds(token, bytes);
	report.add("token.imprint", imprint, imprint ? `${name}: stamps ${of} at ${at}` : `${name}: stamps something else than ${of || "it says"}`);
	report.list("token.signature", await tokenSignatureProblems(token, name), `${name}: signed by ${token.message.signer.name}`);
	const { usage, validity } = tokenUsageProblems(token, name);
	report.list("token.usage", usage, `${name}: its certificate is for time stamps alone`);
	report.list("token.validity", validity, `${name}: its certificate was valid then`);
	if (facts && file.facts) report.list("token.facts", factProblems(facts, file.facts, token, `${name}.json`), `${name}.json: says what the token says`);
	const path = await tokenPath(token, roots);
	if (path.root) report.add("token.chain", true, `${name}: issued under the pinned ${path.root.name}`);
	else report.list("token.chain", path.problems.map((why) => `${name}: ${why}`), `${name}: its authority ${token.message.signer.name} is not pinned`);
	return {
		name,
		token,
		of,
		sound: report.checks.slice(before).every((check) => check.ok),
		root: path.root
	};
}
function chainOf(facts, part) {
	return asList(facts.chain, `${part}: chain`).map((value) => {
		const der = fromBase64(asText(value, `${part}: chain`));
		return readCertificate(der ?? /* @__PURE__ */ new Uint8Array(0), `${part}: chain`);
	});
}
function factProblems(facts, bytes, token, part) {
	const problems = [];
	const hexNumber = (text) => fromHex(text.length % 2 === 1 ? `0${text}` : text) && text !== "" ? BigInt(`0x${text}`) : null;
	if (facts.format !== "vonggac-token/1") problems.push(`${part}: unknown format`);
	if (Object.keys(facts).sort().join() !== allKeys.join() || !isCanonical(facts, bytes)) problems.push(`${part}: not in its one form`);
	if (token.nonce === null || hexNumber(plainText(facts.nonce)) !== token.nonce) problems.push(`${part}: another nonce than the token's`);
	if (facts.policy !== token.policy) problems.push(`${part}: another policy than the token's`);
	if (hexNumber(plainText(facts.serial)) !== token.serial) problems.push(`${part}: another serial number than the token's`);
	if (Date.parse(plainText(facts.genTime)) !== token.genTimeMs) problems.push(`${part}: another time than the token's`);
	return problems;
}
function renewalOrder(renewal, all, report) {
	const number = /^token:(\d+)$/.exec(renewal.of)?.[1];
	if (number === void 0) return;
	const old = all.find(({ name }) => name.endsWith(`.${number}.tsr`));
	const problems = [];
	if (!old) problems.push(`${renewal.name}: the token that it renews cannot be read`);
	else if (renewal.token.genTimeMs < old.token.genTimeMs || renewal.token.genTimeMs > old.token.message.signer.notAfter) problems.push(`${renewal.name}: made before ${old.name}, or after its certificate had ended`);
	if (problems.length > 0) renewal.sound = false;
	report.list("token.renewal", problems, `${renewal.name}: renews ${old?.name ?? ""} in time`);
}
function checkTokenTimes(tokens, what, manifest, report) {
	const slackMs = 6e4;
	const [ended, created] = [Date.parse(plainText(manifest.endedAt)), Date.parse(plainText(manifest.created))];
	for (const one of tokens.filter(({ of }) => of === what)) {
		const at = one.token.genTimeMs;
		const problems = [];
		if (!(at >= ended - slackMs)) problems.push(`${one.name}: stamped before the visit ended (${plainText(manifest.endedAt)})`);
		if (!(created <= at + slackMs)) problems.push(`${one.name}: the package says that it was made after the stamp (${plainText(manifest.created)})`);
		if (problems.length > 0) one.sound = false;
		report.list("token.time", problems, `${one.name}: stamped ${Math.round((at - ended) / 1e3)} s after the visit`);
	}
}

// capture-findings.ts
const slackMs = 6e4;
async function tokensOf(facts, stem, beside, roots, report) {
	const { manifest } = facts;
	if (!manifest) return [];
	const files = await collectTokens(stem, beside);
	const tokens = await judgeTokens(files, (of) => of === "manifest" ? manifest.bytes : null, roots, report);
	await report.run("token.time", stem, () => checkTokenTimes(tokens, "manifest", manifest.fields, report));
	return tokens;
}
async function captureFindings(facts, tokens, roots, revisits, report) {
	const findings = {};
	const { manifest, office } = facts;
	if (!manifest) return findings;
	findings.complete = await report.run("complete.outcomes", "evidence/manifest.json", () => completenessOf(manifest.fields, revisits, report));
	findings.agreement = await report.run("agreement.rows", "evidence/manifest.json", () => agreementOf(manifest.fields));
	findings.time = timeFinding(tokens, Date.parse(plainText(manifest.fields.endedAt)));
	if (office) findings.office = await officeOf(office, plainText(manifest.fields.created), "evidence/manifest.json.p7s", roots, report);
	return Object.fromEntries(Object.entries(findings).filter(([, value]) => value !== void 0));
}
async function officeOf(message, created, part, pinned, report) {
	const at = signingTimeOf(message, part) ?? 0;
	const apart = Math.abs(at - Date.parse(created));
	report.list("cms.time", apart <= slackMs ? [] : [`${part}: signed at ${new Date(at).toISOString()}, what it signs was made at ${created}`], `${part}: signed when what it signs was made`);
	const { root } = await findPath(message.signer, message.certificates, pinned, "office", at);
	const under = root ? `, under ${root.name}` : ", which nobody pinned";
	return {
		proved: root !== null,
		detail: `signed with the certificate of ${message.signer.name}${under}`
	};
}
function timeFinding(tokens, endedMs) {
	const sound = tokens.filter((token) => token.sound && token.of === "manifest");
	const best = sound.find((token) => token.root !== null) ?? sound[0];
	if (!best) return {
		proved: false,
		detail: tokens.length === 0 ? "no time stamp yet" : "no sound time stamp"
	};
	const at = new Date(best.token.genTimeMs).toISOString();
	const days = Math.floor((best.token.genTimeMs - endedMs) / 864e5);
	const late = !(days >= 1) ? "" : ` (${days} days after the visit: for that time the stamp proves nothing)`;
	const by = `${best.token.message.signer.name}${best.root ? `, under ${best.root.name}` : ", which nobody pinned"}`;
	return {
		proved: best.root !== null,
		detail: `existed at ${at}${late}, says ${by}`
	};
}

// claims.ts
const claimNames = [
	"intact",
	"signer",
	"office",
	"time",
	"custody",
	"witnessed",
	"complete",
	"agreement"
];
const absent = {
	intact: "not signed: whoever changes it can put its hashes right again",
	signer: "no key is pinned to compare with",
	office: "no signature with an office's certificate",
	time: "no time stamp",
	custody: "no custody log travels with it",
	witnessed: "no pinned witness signed the log",
	complete: "it does not say what belongs to it",
	agreement: "no second witness of the traffic"
};
const restsOnManifest = /* @__PURE__ */ new Set(["complete", "agreement"]);
function claimsOf(report, findings) {
	const isTouched = report.checks.some((check) => !check.ok && check.name !== "format.unread" && claimOfCheck(check) === "intact");
	return claimNames.map((claim) => {
		const failing = report.checks.filter((check) => !check.ok && check.name !== "format.unread" && claimOfCheck(check) === claim);
		if (failing.length > 0) return {
			claim,
			state: "contradicted",
			detail: failing.map((c) => `${c.name}: ${c.detail}`).join("; ").slice(0, 2e3)
		};
		if (restsOnManifest.has(claim) && isTouched) return {
			claim,
			state: "not-proved",
			detail: "the file is not as it was sealed: what its manifest says counts for nothing"
		};
		const unread = report.checks.find(({ name }) => name === unreadCheck);
		const found = findings[claim] ?? {
			proved: false,
			detail: unread?.detail ?? absent[claim]
		};
		return {
			claim,
			state: found.proved ? "proved" : "not-proved",
			detail: found.detail
		};
	});
}
function claimOfCheck({ name }) {
	if (name === "trust") return "signer";
	if (name.startsWith("cms.")) return "office";
	if (name.startsWith("token.")) return "time";
	if (name === "custody.cosignature") return "witnessed";
	if (name.startsWith("custody.")) return "custody";
	if (name.startsWith("complete.")) return "complete";
	if (name.startsWith("agreement.")) return "agreement";
	return "intact";
}

// package-files.ts
const maxInMemory = 134217728;
async function hashMembers(source, members, budget, report) {
	const sha256s = /* @__PURE__ */ new Map();
	const problems = [];
	for (const member of members) try {
		if (member.method !== 0) budget.leftBytes -= member.size;
		if (budget.leftBytes < 0) throw new Broken(`${quote(member.name)}: the members swell beyond what is read`);
		sha256s.set(member.name, await hashMember(source, member));
	} catch (error) {
		problems.push(error instanceof Broken ? error.message : `${quote(member.name)}: ${error instanceof Error ? error.message : String(error)}`);
	}
	report.list("container.crc", problems, `${sha256s.size} members match their CRC-32`);
	return sha256s;
}
async function readMember(source, member) {
	const part = quote(member.name);
	if (member.size > maxInMemory || member.packedSize > maxInMemory) throw new Broken(`${part}: too large to be read`);
	const packed = await source.read(member.dataOffset, member.packedSize);
	if (member.method === 0) return packed.slice();
	const whole = engine().inflateWhole(packed, member.size);
	if (whole?.content.length === member.size && whole.consumedBytes === packed.length) return whole.content;
	throw new Broken(`${part}: its packed data are damaged or larger than it says`);
}
async function memberSource(source, member) {
	if (member.method === 0) return windowOf(source, member.dataOffset, member.packedSize);
	return sourceOf(await readMember(source, member));
}
async function hashMember(source, member) {
	const content = await memberSource(source, member);
	const hash = engine().newHash("sha256");
	let crc = 0;
	for await (const chunk of chunksOf(content)) {
		hash.update(chunk);
		crc = engine().crc32(chunk, crc);
	}
	if (crc !== member.crc32) throw new Broken(`${quote(member.name)}: its content does not match its CRC-32`);
	return hex(hash.digest());
}
const folders = /* @__PURE__ */ new WeakMap();
function foldersOf(pack) {
	const known = folders.get(pack) ?? /* @__PURE__ */ new Map();
	if (!folders.has(pack)) for (const member of pack.members.values()) {
		const folder = member.name.slice(0, member.name.lastIndexOf("/") + 1);
		const held = known.get(folder);
		if (held) held.push(member);
		else known.set(folder, [member]);
	}
	folders.set(pack, known);
	return known;
}
async function besideIn(pack, folder) {
	const beside = /* @__PURE__ */ new Map();
	for (const member of foldersOf(pack).get(folder) ?? []) beside.set(member.name.slice(folder.length), await memberSource(pack.source, member));
	return beside;
}

// bag-check.ts
const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
async function checkBag(pack, report) {
	const names = [...pack.members.keys()];
	const payload = names.filter((name) => name.startsWith("data/"));
	const tags = names.filter((name) => !name.startsWith("data/") && name !== "tagmanifest-sha256.txt");
	const text = async (name) => {
		const member = pack.members.get(name);
		return member ? await readMember(pack.source, member) : /* @__PURE__ */ new Uint8Array(0);
	};
	const problems = [];
	if (latin1(await text("bagit.txt")) !== declaration) problems.push("bagit.txt: not the declaration of BagIt 1.0");
	problems.push(...differences("manifest-sha256.txt", textOf(await text("manifest-sha256.txt")), payload, pack));
	problems.push(...differences("tagmanifest-sha256.txt", textOf(await text("tagmanifest-sha256.txt")), tags, pack));
	report.list("bag.manifests", problems, `BagIt manifests name ${payload.length + tags.length} files with their SHA-256`);
}
function differences(name, text, files, pack) {
	const expected = files.toSorted((a, b) => a < b ? -1 : 1).map((file) => `${pack.sha256s.get(file) ?? "?".repeat(64)}  ${file}\n`);
	if (expected.join("") === text) return [];
	const lines = new Set(text.split(/(?<=\n)/));
	const lacking = expected.filter((line) => !lines.has(line));
	for (const line of expected) lines.delete(line);
	const problems = [...lacking.map((line) => `${name}: lacks ${quote(line.slice(66, -1))} with its SHA-256`), ...[...lines].map((line) => `${name}: a line too many: ${quote(line.trimEnd())}`)];
	return problems.length > 0 ? problems : [`${name}: not sorted by path`];
}

// merkle.ts
const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);
function leafHash(entry) {
	return digestOf("sha256", leafPrefix, entry);
}
function nodeHash(left, right) {
	return digestOf("sha256", nodePrefix, left, right);
}
function isIncluded(leaf, index, size, proof, root) {
	if (index < 0 || index >= size) return false;
	let node = index;
	let last = size - 1;
	let hash = leaf;
	for (const other of proof) {
		if (last === 0) return false;
		if (node % 2 === 1 || node === last) {
			hash = nodeHash(other, hash);
			while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
		} else hash = nodeHash(hash, other);
		[node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
	}
	return last === 0 && same(hash, root);
}
function isConsistent(size1, size2, proof, root1, root2) {
	if (size1 > size2) return false;
	if (size1 === size2) return proof.length === 0 && same(root1, root2);
	if (size1 === 0) return proof.length === 0;
	const path = isPowerOfTwo(size1) ? [root1, ...proof] : [...proof];
	const first = path.shift();
	if (!first) return false;
	let [node, last] = [size1 - 1, size2 - 1];
	while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
	let [old, now] = [first, first];
	for (const other of path) {
		if (last === 0) return false;
		if (node % 2 === 1 || node === last) {
			[old, now] = [nodeHash(other, old), nodeHash(other, now)];
			while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
		} else now = nodeHash(now, other);
		[node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
	}
	return last === 0 && same(old, root1) && same(now, root2);
}
function isPowerOfTwo(value) {
	return Number.isInteger(Math.log2(value));
}

// vkey.ts
function readVkey(text, part) {
	const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
	const body = match && fromBase64(match[3]);
	if (!match || body?.length !== 33 || body[0] !== 1 && body[0] !== 4) throw new Broken(`${part}: not a verifier key (name+hash+key)`);
	const id = digestOf("sha256", utf8(`${match[1]}\n`), body).subarray(0, 4);
	if (hex(id) !== match[2]) throw new Broken(`${part}: the hash in the verifier key is not that of its key`);
	return {
		text,
		name: match[1],
		id,
		type: body[0],
		key: body.subarray(1)
	};
}
function readNote(text, part) {
	const split = text.lastIndexOf("\n\n");
	if (split < 0 || !text.endsWith("\n")) throw new Broken(`${part}: not a signed note`);
	const signatures = text.slice(split + 2, -1).split("\n").map((line) => {
		const match = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line);
		const bytes = match && fromBase64(match[2]);
		if (!match || !bytes || bytes.length < 5) throw new Broken(`${part}: a signature line that cannot be read`);
		return {
			name: match[1],
			id: bytes.subarray(0, 4),
			body: bytes.subarray(4)
		};
	});
	return {
		text: text.slice(0, split + 1),
		signatures
	};
}
function readCheckpoint(text, part) {
	const note = readNote(text, part);
	const [origin, size, root, ...rest] = note.text.split("\n");
	const bytes = fromBase64(root ?? "");
	if (!origin || !/^(0|[1-9]\d{0,14})$/.test(size ?? "") || bytes?.length !== 32 || rest.join() !== "") throw new Broken(`${part}: not a checkpoint (origin, size, root)`);
	return {
		note,
		origin,
		size: Number(size),
		root: bytes
	};
}
async function noteHolds(note, key) {
	const lines = note.signatures.filter((line) => line.name === key.name && same(line.id, key.id));
	if (lines.length === 0) return null;
	const { body } = lines[0];
	if (lines.length > 1 || body.length !== (key.type === 1 ? 64 : 72)) return false;
	const signed = key.type === 1 ? utf8(note.text) : utf8(`cosignature/v1\ntime ${timeOfLine(body)}\n${note.text}`);
	return holds(ed25519Spki(key.key), { kind: "ed25519" }, signed, body.subarray(body.length - 64));
}
function cosignedAt(note, key) {
	const line = note.signatures.find((l) => l.name === key.name && same(l.id, key.id));
	return line?.body.length === 72 ? Number(timeOfLine(line.body)) : null;
}
function timeOfLine(body) {
	return BigInt(`0x${hex(body.subarray(0, 8))}`);
}
function ed25519Spki(key) {
	return join([Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0), key]);
}

// custody-check.ts
const keysOfEntry = "act,actor,at,detail,seq,sha256,subject";
const maxProof = 64;
async function checkCustody(bytes, name, trust, report) {
	const extract = asFields(parseJson(bytes, name), name);
	const form = isCanonical(extract, bytes) && extract.format === "vonggac-custody/1" ? [] : [`${name}: not in its one form`];
	report.list("custody.form", form, `${name} is canonical`);
	const logKey = readVkey(asText(extract.logKey, `${name}: logKey`), `${name}: logKey`);
	const checkpoint = readCheckpoint(asText(extract.checkpoint, `${name}: checkpoint`), `${name}: checkpoint`);
	const logPinned = await checkLog(extract, checkpoint, logKey, name, trust, report);
	const entries = checkEntries(extract, checkpoint, name, report);
	return {
		checkpoint,
		notes: await checkEarlier(extract, checkpoint, logKey, name, report),
		entries,
		logKey,
		logPinned,
		witnesses: await checkWitnesses(extract, checkpoint, name, trust, report)
	};
}
async function checkLog(extract, checkpoint, key, name, trust, report) {
	const problems = [];
	if (key.type !== 1) problems.push(`${name}: logKey is not the key of a log`);
	if (extract.origin !== checkpoint.origin) problems.push(`${name}: its origin is not the checkpoint's`);
	if (key.name !== checkpoint.origin) problems.push(`${name}: the log's key has another name than the checkpoint`);
	if (await noteHolds(checkpoint.note, key) !== true) problems.push(`${name}: the log's signature of the checkpoint does not hold`);
	const pinned = (trust?.vkeys ?? []).filter((pin) => pin.type === 1);
	const isPinned = pinned.some((pin) => pin.text === key.text);
	if (!isPinned && pinned.some((pin) => pin.name === key.name)) problems.push(`${name}: the log of that name is pinned with another key`);
	report.list("custody.checkpoint", problems, `${name}: ${checkpoint.size} entries, signed by ${key.name}`);
	return isPinned && problems.length === 0;
}
function checkEntries(extract, checkpoint, name, report) {
	const problems = [];
	const entries = [];
	let before = 0;
	for (const [i, value] of asList(extract.entries, `${name}: entries`).entries()) {
		const part = `${name}: entry ${i + 1}`;
		const row = asFields(value, part);
		const text = utf8(asText(row.entry, part));
		const entry = asFields(parseJson(text, part), part);
		const seq = typeof entry.seq === "number" && Number.isSafeInteger(entry.seq) ? entry.seq : 0;
		if (Object.keys(entry).sort().join() !== keysOfEntry || !isCanonical(entry, text)) problems.push(`${part}: not in its one form`);
		if (seq <= before) problems.push(`${part}: not in order`);
		before = seq;
		const proof = proofOf(row, part);
		if (!isIncluded(leafHash(text), seq - 1, checkpoint.size, proof, checkpoint.root)) problems.push(`${part} (${quote(plainText(entry.act))}, number ${seq}): not in the log that the checkpoint commits to`);
		entries.push(entry);
	}
	report.list("custody.inclusion", problems, `${name}: all ${entries.length} entries are in the log`);
	return entries;
}
async function checkEarlier(extract, checkpoint, key, name, report) {
	const problems = [];
	const notes = /* @__PURE__ */ new Map([[checkpoint.size, utf8(checkpoint.note.text)]]);
	for (const [i, value] of asList(extract.earlier, `${name}: earlier`).entries()) {
		const part = `${name}: earlier checkpoint ${i + 1}`;
		const row = asFields(value, part);
		const old = readCheckpoint(asText(row.checkpoint, part), part);
		if (await noteHolds(old.note, key) !== true || old.origin !== checkpoint.origin) problems.push(`${part}: not signed by this log`);
		if (!isConsistent(old.size, checkpoint.size, proofOf(row, part), old.root, checkpoint.root)) problems.push(`${part}: the log of ${checkpoint.size} entries does not start with that of ${old.size} (rewritten or forked)`);
		if (!notes.has(old.size)) notes.set(old.size, utf8(old.note.text));
	}
	report.list("custody.consistency", problems, `${name}: the log has only grown`);
	return notes;
}
async function checkWitnesses(extract, { note }, name, trust, report) {
	const claimed = asList(extract.witnessKeys, `${name}: witnessKeys`).map((value) => readVkey(asText(value, `${name}: witnessKeys`), `${name}: witnessKeys`));
	const pinned = (trust?.vkeys ?? []).filter((key) => key.type === 4);
	const all = [...pinned, ...claimed.filter((key) => !pinned.some((pin) => pin.text === key.text))];
	const problems = [];
	const good = [];
	for (const key of all) if (key.type !== 4) problems.push(`${name}: ${quote(key.name)} is not the key of a witness`);
	else if (await noteHolds(note, key) === false) problems.push(`${name}: the cosignature of ${quote(key.name)} does not hold`);
	else if (cosignedAt(note, key) !== null) good.push(key);
	report.list("custody.cosignature", problems, `${name}: ${good.length} witnesses signed the checkpoint`);
	return pinned.filter((key) => good.includes(key)).map((key) => ({
		name: key.name,
		atSeconds: cosignedAt(note, key) ?? 0
	}));
}
function proofOf(row, part) {
	const proof = asList(row.proof, `${part}: proof`);
	if (proof.length > maxProof) throw new Broken(`${part}: a proof longer than any log is deep`);
	return proof.map((value) => {
		const hash = fromBase64(asText(value, `${part}: proof`));
		if (hash?.length !== 32) throw new Broken(`${part}: a proof that is not of hashes`);
		return hash;
	});
}
function checkSealedEntries(entries, captures, packageId, name, report) {
	const problems = [];
	const known = /* @__PURE__ */ new Set([...captures.map((c) => c.captureId), packageId]);
	const sealings = /* @__PURE__ */ new Map();
	for (const entry of entries.filter((e) => e.act === "capture.sealed")) {
		const subject = plainText(entry.subject);
		const held = sealings.get(subject);
		if (held) held.push(entry);
		else sealings.set(subject, [entry]);
	}
	for (const { captureId, packageSha256 } of captures) {
		const sealed = sealings.get(captureId) ?? [];
		if (sealed.length === 0) problems.push(`${name}: no entry says that ${captureId} was sealed`);
		else if (!sealed.every((e) => e.sha256 === packageSha256)) problems.push(`${name}: ${captureId} was sealed with other bytes than these`);
	}
	for (const entry of entries) if (!known.has(plainText(entry.subject))) problems.push(`${name}: entry ${Number(entry.seq)} is about something else`);
	report.list("custody.captures", problems, `${name}: every capture is in the log with its hash`);
}

// batch-stamps.ts
const folder = "data/chuoi-luu-giu/stamps/";
async function judgeStamps(custody, captures, pack, trust, report) {
	const beside = await besideIn(pack, folder);
	const stems = new Set([...beside.keys()].flatMap((name) => /^(\d+)\.\d+\.tsr$/.exec(name)?.[1] ?? []));
	const judged = [];
	for (const size of stems) {
		const of = `checkpoint:${size}`;
		const tokens = await judgeTokens(await collectTokens(size, beside), (what) => what === of ? custody.notes.get(Number(size)) ?? null : null, trust?.certificates ?? [], report);
		for (const capture of captures) {
			const manifest = capture.facts?.manifest?.fields;
			if (manifest && (sealedAs(capture, custody) ?? Infinity) <= Number(size)) checkTokenTimes(tokens, of, manifest, report);
		}
		judged.push(...tokens);
	}
	return judged;
}
function stampFinding(custody, captures, stamps, report) {
	if (captures.length === 0 || report.checks.some(({ name, ok }) => !ok && name.startsWith("custody."))) return void 0;
	const last = Math.max(...captures.map((capture) => sealedAs(capture, custody) ?? Infinity));
	const stamp = stamps.find((one) => one.sound && one.root !== null && Number(one.of.split(":")[1]) >= last);
	if (!stamp) return void 0;
	const at = new Date(stamp.token.genTimeMs).toISOString();
	return {
		proved: true,
		detail: `in the log that ${stamp.token.message.signer.name} stamped at ${at}`
	};
}
function sealedAs({ captureId, packageSha256 }, { entries }) {
	const entry = entries.find((e) => e.act === "capture.sealed" && e.subject === captureId && e.sha256 === packageSha256);
	return entry && Number(entry.seq);
}

// domain-check.ts
const part = "datapackage-digest.json";
async function checkDomain(signed, report) {
	const domain = asText(signed.domain, `${part}: domain`);
	const certificate = readCertificate(pemCertificates(plainText(signed.domainCert))[0], `${part}: domainCert`);
	const created = Date.parse(plainText(signed.created));
	const problems = [];
	if (![certificate.name.split(", ")[0], ...certificate.dnsNames].includes(domain)) problems.push(`${part}: the certificate is not one of the domain that it names`);
	if (Number.isNaN(created) || !isValidAt(certificate, created)) problems.push(`${part}: the domain's certificate was not valid when the package was signed`);
	report.list("signature.domain", problems, `signed for the domain ${domain}; its chain is not judged`);
	if (typeof signed.timeSignature !== "string") return;
	await report.run("token.form", `${part}: timeSignature`, () => checkStamp(signed, created, report));
}
async function checkStamp(signed, created, report) {
	const at = `${part}: timeSignature`;
	const bytes = fromBase64(asText(signed.timeSignature, at));
	const chain = pemCertificates(plainText(signed.timestampCert)).map((der) => readCertificate(der, at));
	const token = readToken(bytes ?? /* @__PURE__ */ new Uint8Array(0), at, chain);
	const imprint = imprintHolds(token, utf8(plainText(signed.signature)));
	const usage = tokenUsageProblems(token, at);
	report.list("token.imprint", imprint ? [] : [`${at}: stamps something else`], `${at}: stamps the signature at ${new Date(token.genTimeMs).toISOString()}`);
	report.list("token.signature", [
		...await tokenSignatureProblems(token, at),
		...usage.usage,
		...usage.validity
	], `${at}: signed by ${token.message.signer.name}; its chain is not judged`);
	const apart = token.genTimeMs - created;
	if (apart < -1e3 || apart > 6e5) report.add("token.time", false, `${at}: ${Math.round(apart / 1e3)} seconds from the time of signing`);
}

// signature-check.ts
const order = BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");
const strictKeys = [
	"created",
	"hash",
	"publicKey",
	"signature",
	"software",
	"version"
];
async function checkSignature(digest, bytes, pack, report) {
	const actual = `sha256:${pack.sha256s.get("datapackage.json") ?? ""}`;
	const same = digest.hash === actual && digest.path === "datapackage.json";
	report.add("digest.datapackage", same, same ? `datapackage.json: ${actual}` : "datapackage-digest.json: its hash is not that of datapackage.json");
	if (digest.signedData === void 0) {
		report.add("signature", !pack.strict, "datapackage-digest.json: not signed");
		return null;
	}
	const part = "datapackage-digest.json";
	const signed = asFields(digest.signedData, `${part}: signedData`);
	if (pack.strict) checkForm(digest, signed, bytes, report);
	const isAnonymous = typeof signed.publicKey === "string";
	const spki = isAnonymous ? anonymousKey(signed) : domainKey(signed);
	const text = asText(signed.hash, `${part}: signedData.hash`);
	const signature = asText(signed.signature, `${part}: signature`);
	const isSound = signed.hash === digest.hash && await textHolds(spki, text, signature, pack.strict);
	const fingerprint = hex(digestOf("sha256", spki));
	report.add("signature", isSound, isSound ? `signed by key ${fingerprint}` : `${part}: the signature does not hold`);
	if (isSound && !isAnonymous) await report.run("signature.domain", part, () => checkDomain(signed, report));
	return isSound && same ? fingerprint : null;
}
async function textHolds(spki, text, signature, strict) {
	const raw = fromBase64(signature);
	if (!raw) return false;
	const data = utf8(text);
	if (strict) return raw.length === 96 && BigInt(`0x${hex(raw.subarray(48))}`) <= order / 2n && isP384(spki) && holds(spki, {
		kind: "ecdsa",
		hash: "sha256",
		encoding: "raw"
	}, data, raw);
	return await holds(spki, {
		kind: "ecdsa",
		hash: "sha256",
		encoding: "raw"
	}, data, raw) || await holds(spki, {
		kind: "ecdsa",
		hash: "sha256",
		encoding: "der"
	}, data, raw) || holds(spki, {
		kind: "rsa",
		hash: "sha256"
	}, data, raw);
}
function isP384(spki) {
	return spki.length === 120 && hex(spki.subarray(0, 24)) === "3076301006072a8648ce3d020106052b8104002203620004";
}
function checkForm(digest, signed, bytes, report) {
	const problems = [];
	const part = "datapackage-digest.json";
	if (Object.keys(digest).sort().join() !== "hash,path,signedData") problems.push(`${part}: a field too many or too few`);
	if (Object.keys(signed).sort().join() !== strictKeys.join()) problems.push(`${part}: signedData has a field too many or too few`);
	if (signed.version !== "0.1.0") problems.push(`${part}: signedData.version`);
	for (const name of ["signature", "publicKey"]) {
		const value = signed[name];
		if (typeof value !== "string" || fromBase64(value) === null) problems.push(`${part}: ${name} is not in canonical base64`);
	}
	if (!isCanonical(digest, bytes)) problems.push(`${part}: not in canonical form`);
	report.list("signature.form", problems, "datapackage-digest.json has the one form that it can have");
}
function anonymousKey(signed) {
	const spki = fromBase64(asText(signed.publicKey, "publicKey"));
	if (!spki || spki.length < 20) throw new Broken("datapackage-digest.json: publicKey is no public key");
	return spki;
}
function domainKey(signed) {
	const pem = asText(signed.domainCert, "datapackage-digest.json: neither a public key nor a domain certificate");
	const der = pemCertificates(pem)[0];
	if (!der) throw new Broken("datapackage-digest.json: neither a public key nor a domain certificate that can be read");
	return readCertificate(der, "datapackage-digest.json: domainCert").spki;
}

// package-json-check.ts
const roles = /* @__PURE__ */ new Set([
	"sealed",
	"manifest",
	"token",
	"base",
	"working-copy",
	"custody",
	"stamp",
	"key",
	"document"
]);
const toolPaths = [
	"MO-TRUOC.html",
	"DOC-TRUOC.txt",
	"verify.mjs",
	"bagit.txt",
	"bag-info.txt"
];
const closing = ["manifest-sha256.txt", "tagmanifest-sha256.txt"];
const name$1 = "data/package.json";
function readPackageJson(bytes, report) {
	const fields = asFields(parseJson(bytes, name$1), name$1);
	const problems = [...isCanonical(fields, bytes) ? [] : [`${name$1}: not in canonical form`], ...fields.format === "vonggac-package/1" ? [] : [`${name$1}: unknown format`]];
	report.list("package.form", problems, `${name$1} is canonical JSON (RFC 8785)`);
	return fields;
}
function checkFiles(fields, pack, report) {
	const read = (list) => asList(fields[list], `${name$1}: ${list}`).map((value, i) => asFields(value, `${name$1}: ${list} ${i + 1}`));
	const files = read("files").map((row) => ({
		path: asText(row.path, `${name$1}: path`),
		sha256: plainText(row.sha256),
		sizeBytes: Number(row.sizeBytes),
		role: plainText(row.role),
		parentSha256: typeof row.parentSha256 === "string" ? row.parentSha256 : null
	}));
	const problems = [];
	for (const row of [...files, ...read("tools")]) {
		const path = plainText(row.path);
		const member = pack.members.get(path);
		if (!member) problems.push(`${quote(path)}: named in ${name$1}, missing from the container`);
		else if (pack.sha256s.get(path) !== row.sha256 || member.size !== row.sizeBytes) problems.push(`${quote(path)}: not the file that ${name$1} names`);
	}
	for (const file of files) if (!roles.has(file.role)) problems.push(`${quote(file.path)}: unknown role ${quote(file.role)}`);
	const tools = read("tools").map((row) => plainText(row.path));
	if (tools.join() !== toolPaths.join()) problems.push(`${name$1}: its tools are not the five of the format`);
	const own = pack.members.has(`${name$1}.p7s`) ? [
		name$1,
		`${name$1}.sig`,
		`${name$1}.p7s`
	] : [name$1, `${name$1}.sig`];
	const expected = [
		...toolPaths,
		...files.map((file) => file.path),
		...own,
		...closing
	];
	const actual = [...pack.members.keys()];
	const known = new Set(expected);
	for (const path of actual) if (!known.has(path)) problems.push(`${quote(path)}: in the container, not named in ${name$1}`);
	if (problems.length === 0 && expected.join("\n") !== actual.join("\n")) problems.push(`container: its members are not in the order of ${name$1}`);
	report.list("package.files", problems, `${name$1} names the ${files.length} files and ${tools.length} tools, in order`);
	return files;
}
async function checkPackageSignature(fields, bytes, pack, report) {
	const part = `${name$1}.sig`;
	const member = pack.members.get(part);
	if (!member) {
		report.add("package.signature", false, `${part}: missing`);
		return null;
	}
	const raw = await readMember(pack.source, member);
	const signed = asFields(parseJson(raw, part), part);
	const key = asFields(fields.key, `${name$1}: key`);
	const hash = `sha256:${hex(digestOf("sha256", bytes))}`;
	const spki = fromBase64(asText(signed.publicKey, part)) ?? /* @__PURE__ */ new Uint8Array(0);
	const fingerprint = hex(digestOf("sha256", spki));
	const problems = [];
	if (!isCanonical(signed, raw) || Object.keys(signed).sort().join() !== "created,hash,publicKey,signature,software,version") problems.push(`${part}: not in its one form`);
	if (signed.version !== "1") problems.push(`${part}: unknown version`);
	if (signed.hash !== hash) problems.push(`${part}: its hash is not that of ${name$1}`);
	if (key.publicKey !== signed.publicKey || key.fingerprint !== fingerprint) problems.push(`${part}: its key is not the one that ${name$1} names`);
	for (const field of ["created", "software"]) if (fields[field] !== signed[field]) problems.push(`${part}: another ${field} than in ${name$1}`);
	const holds = await textHolds(spki, plainText(signed.hash), asText(signed.signature, part), true);
	if (!holds) problems.push(`${part}: the signature does not hold`);
	report.list("package.signature", problems, `${name$1}: signed by key ${fingerprint}`);
	return holds && signed.hash === hash ? fingerprint : null;
}
async function checkPackageOffice(bytes, pack, report) {
	const part = `${name$1}.p7s`;
	const member = pack.members.get(part);
	if (!member) return null;
	const message = await report.run("cms.form", part, async () => readDetached(await readMember(pack.source, member), part));
	if (!message) return null;
	const problems = await report.run("cms.signature", part, () => detachedProblems(message, bytes, part));
	if (problems) report.list("cms.signature", problems, `${part}: signed by ${message.signer.name}`);
	return message;
}

// datapackage-check.ts
const unlisted = /* @__PURE__ */ new Set(["datapackage.json", "datapackage-digest.json"]);
function checkDatapackage(datapackage, pack, report) {
	const listed = /* @__PURE__ */ new Set();
	const problems = [];
	for (const [i, value] of asList(datapackage.resources, "datapackage.json: resources").entries()) {
		const resource = asFields(value, `datapackage.json: resource ${i + 1}`);
		const path = typeof resource.path === "string" ? resource.path : "";
		if (path === "" || listed.has(path)) problems.push(`datapackage.json: resource ${i + 1} has no path of its own`);
		listed.add(path);
		const member = pack.members.get(path);
		if (!member) {
			problems.push(`${quote(path)}: listed in datapackage.json, missing from the container`);
			continue;
		}
		checkResource(path, resource, member.size, pack, report);
	}
	for (const name of pack.members.keys()) if (!listed.has(name) && !unlisted.has(name) && !name.endsWith("/")) problems.push(`${quote(name)}: in the container, not listed in datapackage.json`);
	report.list("resources.complete", problems, `datapackage.json and the container name the same ${listed.size} files`);
	report.list("container.parts", layoutProblems(pack), "archive, index and pages are where WACZ puts them, archive and index stored unpacked");
}
function checkResource(path, resource, size, pack, report) {
	const stats = typeof resource.stats === "object" && resource.stats !== null && !Array.isArray(resource.stats) ? resource.stats : {};
	const hash = resource.hash ?? stats.hash;
	const bytes = resource.bytes ?? stats.bytes;
	const actual = pack.sha256s.get(path);
	if (actual === void 0) return report.add("resource.hash", false, `${quote(path)}: cannot be read`);
	if (bytes !== void 0 && bytes !== size) return report.add("resource.hash", false, `${quote(path)}: ${size} bytes, datapackage.json gives another size`);
	const same = hash === `sha256:${actual}` || !pack.strict && hash === actual;
	report.add("resource.hash", same, same ? `${quote(path)}: SHA-256 ${actual}` : `${quote(path)}: its SHA-256 is not the one in datapackage.json`);
}
function layoutProblems(pack) {
	const problems = [];
	const names = [...pack.members.keys()];
	if (!names.some((name) => isWarc(name))) problems.push("archive/: no WARC file");
	if (!names.some((name) => isIndex(name))) problems.push("indexes/: no index");
	if (!pack.members.has("pages/pages.jsonl")) problems.push("pages/pages.jsonl: missing");
	for (const [name, member] of pack.members) if ((name.startsWith("archive/") || name.startsWith("indexes/") && name.endsWith(".gz")) && member.method !== 0) problems.push(`${quote(name)}: packed inside the container, which WACZ forbids`);
	return problems;
}
function isWarc(name) {
	return /^archive\/[^/]+\.warc(\.gz)?$/.test(name);
}
function isIndex(name) {
	return /^indexes\/[^/]+\.(cdxj?|idx)(\.gz)?$/.test(name);
}
function readPages(bytes, part) {
	const rows = textOf(bytes).split("\n").filter((line) => line.trim() !== "").map((line, i) => {
		try {
			return asFields(JSON.parse(line), `${part}: line ${i + 1}`);
		} catch (error) {
			throw error instanceof Broken ? error : new Broken(`${part}: line ${i + 1} is not JSON`);
		}
	});
	if (rows[0]?.format !== "json-pages-1.0") throw new Broken(`${part}: its first line does not say json-pages-1.0`);
	for (const [i, row] of rows.entries()) if (i > 0 && (typeof row.url !== "string" || typeof row.ts !== "string" || Number.isNaN(Date.parse(row.ts)))) throw new Broken(`${part}: line ${i + 1} lacks url or time`);
	return rows.slice(1);
}

// gzip-members.ts
const firstChunk = 65536;
const inputChunk = 1048576;
const wholeLimit = 1048576;
async function* inflateMember(source, start, end, budget, seen = () => void 0) {
	const dataStart = await skipHeader(source, start);
	seen(await source.read(start, dataStart - start));
	let crc = 0;
	let size = 0;
	const count = (piece) => {
		crc = engine().crc32(piece, crc);
		size += piece.byteLength;
		budget.leftBytes -= piece.byteLength;
		if (budget.leftBytes < 0) throw new Broken("the package swells beyond what is read (a decompression bomb)");
		return piece;
	};
	const unpacking = unpack(source, start, dataStart, seen);
	let next = await unpacking.next();
	for (; !next.done; next = await unpacking.next()) yield count(next.value);
	const trailer = await source.read(dataStart + next.value, 8);
	if (u32(trailer, 0) !== crc || u32(trailer, 4) !== size % 4294967296) throw new Broken(`the gzip member at byte ${start} fails its CRC-32`);
	seen(trailer);
	end.next = dataStart + next.value + 8;
}
async function* unpack(source, start, dataStart, seen) {
	const stored = yield* unpackStored(source, dataStart, seen);
	if (stored.isWhole) return stored.packedBytes;
	const pass = without(stored.packedBytes, seen);
	const rest = without(stored.contentBytes);
	const first = await source.read(dataStart, Math.min(firstChunk, source.size - dataStart));
	const whole = engine().inflateWhole(first, wholeLimit);
	if (whole) {
		pass(first.subarray(0, whole.consumedBytes));
		yield rest(whole.content);
		return whole.consumedBytes;
	}
	const inflater = engine().newInflater();
	try {
		for (let at = dataStart; !inflater.finished;) {
			const length = Math.min(at === dataStart ? first.length : inputChunk, source.size - at);
			if (length <= 0) throw new Broken(`the gzip member at byte ${start} is cut off`);
			const chunk = at === dataStart ? first : await source.read(at, length);
			const pieces = await inflater.push(chunk, at + length === source.size).catch((error) => {
				throw new Broken(`the gzip member at byte ${start} is damaged (${String(error)})`);
			});
			pass(inflater.finished ? chunk.subarray(0, inflater.consumedBytes - (at - dataStart)) : chunk);
			at += length;
			for (const piece of pieces) yield rest(piece);
		}
		return inflater.consumedBytes;
	} finally {
		inflater.close();
	}
}
function without(count, take) {
	let left = count;
	return (piece) => {
		const rest = piece.subarray(Math.min(left, piece.length));
		left -= piece.length - rest.length;
		take?.(rest);
		return rest;
	};
}
async function* unpackStored(source, dataStart, seen) {
	let contentBytes = 0;
	let pausedAt = 0;
	for (let at = dataStart;;) {
		const head = await source.read(at, Math.min(5, source.size - at));
		const size = head.length < 5 ? 0 : u16(head, 1);
		if (!(head.length === 5 && (head[0] & 6) === 0 && (size ^ u16(head, 3)) === 65535) || at + 5 + size > source.size) return {
			isWhole: false,
			packedBytes: at - dataStart,
			contentBytes
		};
		const block = await source.read(at, 5 + size);
		seen(block);
		if (size > 0) yield block.subarray(5);
		at += 5 + size;
		contentBytes += size;
		if ((head[0] & 1) === 1) return {
			isWhole: true,
			packedBytes: at - dataStart,
			contentBytes
		};
		if (contentBytes - pausedAt > inputChunk) {
			await engine().pause();
			pausedAt = contentBytes;
		}
	}
}
async function skipHeader(source, start) {
	const header = await source.read(start, Math.min(10, source.size - start));
	if (header.length < 10 || header[0] !== 31 || header[1] !== 139 || header[2] !== 8) throw new Broken(`no gzip member at byte ${start}`);
	const flags = header[3];
	let at = start + 10;
	if ((flags & 224) !== 0) throw new Broken(`the gzip member at byte ${start} has unknown flags`);
	if ((flags & 4) !== 0) at += 2 + u16(await source.read(at, 2), 0);
	if ((flags & 8) !== 0) at = await skipText(source, at);
	if ((flags & 16) !== 0) at = await skipText(source, at);
	if ((flags & 2) !== 0) at += 2;
	return at;
}
async function skipText(source, at) {
	const zero = (await source.read(at, Math.min(4096, source.size - at))).indexOf(0);
	if (zero < 0) throw new Broken(`the gzip header before byte ${at} does not end`);
	return at + zero + 1;
}

// pull-reader.ts
var PullReader = class {
	#chunks;
	#held = /* @__PURE__ */ new Uint8Array(0);
	consumed = 0;
	constructor(chunks) {
		this.#chunks = chunks[Symbol.asyncIterator]();
	}
	async atEnd() {
		while (this.#held.length === 0) if (!await this.#more()) return true;
		return false;
	}
	async line(limit, part) {
		for (let from = 0;;) {
			const at = this.#held.indexOf(10, from);
			if (at >= 0 && at < limit) return this.#take(at + 1);
			if (at >= limit || this.#held.length >= limit) throw new Broken(`${part}: a header line is too long`);
			from = this.#held.length;
			if (!await this.#more()) throw new Broken(`${part}: cut off in its header`);
		}
	}
	async pass(length, sink, part) {
		for (let left = length; left > 0;) {
			if (await this.atEnd()) throw new Broken(`${part}: cut off, ${left} bytes are missing`);
			const piece = this.#take(Math.min(left, this.#held.length));
			left -= piece.length;
			sink(piece);
		}
	}
	#take(length) {
		const piece = this.#held.subarray(0, length);
		this.#held = this.#held.subarray(length);
		this.consumed += length;
		return piece;
	}
	async #more() {
		const next = await this.#chunks.next();
		if (next.done) return false;
		this.#held = this.#held.length === 0 ? next.value : join([this.#held, next.value]);
		return true;
	}
};

// index-check.ts
const maxLine = 4194304;
async function checkIndex(source, path, archives, strict, budget) {
	const byPlace = /* @__PURE__ */ new Map();
	for (const [name, records] of archives) for (const record of records) byPlace.set(`${name}:${record.offset}`, record);
	const problems = [];
	const pointed = /* @__PURE__ */ new Set();
	let before = /* @__PURE__ */ new Uint8Array(0);
	let lines = 0;
	const reader = new PullReader(path.endsWith(".gz") ? allMembers(source, budget) : chunksOf(source));
	while (!await reader.atEnd()) {
		const line = await reader.line(maxLine, path);
		const part = `${path}: line ${++lines}`;
		const fields = fieldsOf(textOf(line), part);
		if (strict && compareBytes(before, line) >= 0) problems.push(`${part}: not in order`);
		before = Uint8Array.from(line);
		if (fields) problems.push(...lineProblems(fields, part, byPlace, pointed, strict));
		else if (strict) problems.push(`${part}: not CDXJ`);
	}
	if (strict) problems.push(...missing(byPlace, pointed, path));
	return {
		lines,
		problems
	};
}
function lineProblems(fields, part, byPlace, pointed, strict) {
	const place = `${plainText(fields.filename).replace(/^archive\//, "")}:${Number(fields.offset)}`;
	const record = byPlace.get(place);
	if (!record) return [`${part}: points at ${quote(place)}, where no record starts`];
	pointed.add(place);
	const problems = [];
	if (Number(fields.length) !== record.length && (strict || Number(fields.length) !== record.length - 4)) problems.push(`${part}: gives its record another length`);
	if (fields.recordDigest !== void 0 && fields.recordDigest !== `sha256:${record.sha256}`) problems.push(`${part}: its recordDigest is not that of the record`);
	const digest = typeof fields.digest === "string" ? fields.digest : "";
	if (/^sha256:[0-9a-f]{64}$/.test(digest) && record.type === "response" && digest !== `sha256:${record.payloadSha256}` && digest !== record.fields.get("warc-payload-digest")) problems.push(`${part}: its digest is not that of the record`);
	return problems;
}
function fieldsOf(line, part) {
	const start = line.indexOf(" {");
	if (start < 0 || line.startsWith("!meta")) return null;
	try {
		const fields = asFields(JSON.parse(line.slice(start + 1)), part);
		return fields.filename === void 0 || fields.url === void 0 ? null : fields;
	} catch {
		throw new Broken(`${part}: not JSON`);
	}
}
function missing(byPlace, pointed, path) {
	return [...byPlace].filter(([, record]) => record.type === "response" || record.type === "resource").filter(([place]) => !pointed.has(place)).map(([, record]) => `${path}: lacks ${quote(record.uri)}`);
}
async function* allMembers(source, budget) {
	for (const end = { next: 0 }; end.next < source.size;) yield* inflateMember(source, end.next, end, budget);
}

// manifest-check.ts
const formats = ["vonggac-evidence/1", "vonggac-evidence/2"];
const manifestName = "evidence/manifest.json";
const last = ["datapackage.json", "datapackage-digest.json"];
const maxDriftMs = 6e4;
function checkManifest(manifest, bytes, pack, report) {
	const part = "evidence/manifest.json";
	const form = [...isCanonical(manifest, bytes) ? [] : [`${part}: not in canonical form`], ...formats.includes(plainText(manifest.format)) ? [] : [`${part}: unknown format`]];
	report.list("manifest.form", form, "evidence/manifest.json is canonical JSON (RFC 8785)");
	const files = asList(manifest.files, `${part}: files`).map((file, i) => asFields(file, `${part}: file ${i + 1}`));
	const problems = [];
	for (const file of files) {
		const path = asText(file.path, `${part}: path`);
		const member = pack.members.get(path);
		if (!member) problems.push(`${quote(path)}: listed in the manifest, missing from the container`);
		else if (pack.sha256s.get(path) !== file.sha256 || member.size !== file.sizeBytes) problems.push(`${quote(path)}: not the file that the manifest names`);
	}
	const cms = `${manifestName}.p7s`;
	const isNew = manifest.format === "vonggac-evidence/2";
	const own = isNew && pack.members.has(cms) ? [manifestName, cms] : [manifestName];
	const expected = [
		...files.map((file) => plainText(file.path)),
		...own,
		...last
	];
	if (isNew) problems.push(...netlogProblems(manifest, files));
	const actual = [...pack.members.keys()];
	if (expected.join("\n") !== actual.join("\n")) problems.push(`container: its members are not those of the manifest, in the manifest's order: ${quote(actual.join(", "))}`);
	report.list("manifest.files", problems, `the manifest names the ${files.length} files of the capture, in order`);
}
function netlogProblems(manifest, files) {
	const part = "evidence/manifest.json: netlog";
	const listed = files.filter((file) => plainText(file.path).startsWith("forensic/"));
	if (manifest.netlog === null) return listed.length === 0 ? [] : [`${part}: null, with a member in forensic/`];
	const { path, sha256, sizeBytes } = asFields(manifest.netlog, part);
	const one = listed[0];
	return listed.length === 1 && path === "forensic/netlog.json.zst" && one?.path === path && one.sha256 === sha256 && one.sizeBytes === sizeBytes ? [] : [`${part}: not the member that the manifest lists`];
}
function checkAgreement(manifest, datapackage, digest, pages, report) {
	const signed = asFields(digest.signedData, "datapackage-digest.json: signedData");
	const key = asFields(manifest.key, "evidence/manifest.json: key");
	const spki = fromBase64(asText(signed.publicKey, "datapackage-digest.json: publicKey")) ?? /* @__PURE__ */ new Uint8Array(0);
	const problems = [];
	const demand = (what, ...values) => {
		if (values.some((value) => value === void 0 || value !== values[0])) problems.push(`${what}: the manifest, datapackage.json and datapackage-digest.json differ`);
	};
	demand("created", manifest.created, datapackage.created, signed.created);
	demand("software", manifest.software, datapackage.software, signed.software);
	demand("public key", key.publicKey, signed.publicKey);
	demand("key fingerprint", key.fingerprint, hex(digestOf("sha256", spki)));
	demand("address of the page", manifest.finalUrl, datapackage.mainPageUrl, pages[0]?.url);
	demand("time of the page", datapackage.mainPageDate, pages[0]?.ts);
	demand("capture id", manifest.captureId, pages[0]?.id);
	demand("title of the page", manifest.title, pages[0]?.title);
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(plainText(manifest.created))) problems.push("evidence/manifest.json: created is not in whole seconds of UTC");
	const [ended, created] = [Date.parse(plainText(manifest.endedAt)), Date.parse(plainText(manifest.created))];
	if (Number.isNaN(ended) || created < ended - maxDriftMs) problems.push("evidence/manifest.json: sealed before the visit ended");
	if (pages.length !== 1) problems.push("pages/pages.jsonl: not exactly one page");
	report.list("documents.agree", problems, "time, software, key and address are the same in all documents");
}

// records-check.ts
const samePayload = /^https?:\/\/netpreserve\.org\/warc\/1\.[01]\/revisit\/identical-payload-digest$/;
function payloadOf(record) {
	if (record.type !== "revisit") return record.payloadSha256;
	return (record.fields.get("warc-payload-digest") ?? "").replace(/^sha256:/, "");
}
function revisitProblems(row, seen, part) {
	if (!(seen.type === "revisit" && samePayload.test(seen.fields.get("warc-profile") ?? ""))) return row.refersTo === void 0 ? [] : [`${part}: refers to another package without being a revisit`];
	const to = asFields(row.refersTo, `${part}: refersTo`);
	return to.record === seen.fields.get("warc-refers-to") && to.payloadSha256 === payloadOf(seen) && to.payloadSizeBytes === row.payloadSizeBytes ? [] : [`${part}: manifest and archive refer to different payloads`];
}
function checkRecords(manifest, records, warcSize, report) {
	const part = "evidence/manifest.json";
	const rows = asList(manifest.records, `${part}: records`).map((row, i) => asFields(row, `${part}: record ${i + 1}`));
	const problems = [];
	let at = 0;
	for (let i = 0; i < Math.max(rows.length, records.length); i++) {
		const row = rows[i];
		const seen = records[i];
		if (!row || !seen) {
			problems.push(`archive/data.warc.gz: ${records.length} records, the manifest names ${rows.length}`);
			break;
		}
		const same = row.id === seen.id && row.type === seen.type && (row.uri ?? "") === seen.uri && row.date === seen.date && row.offset === at && row.offset === seen.offset && row.length === seen.length;
		if (!same) problems.push(`archive/data.warc.gz: record ${i + 1} (byte ${seen.offset}) is not the one that the manifest names`);
		else if (row.recordSha256 !== seen.sha256 || row.payloadSha256 !== payloadOf(seen)) problems.push(`archive/data.warc.gz: record ${i + 1} (${quote(seen.uri)}) has other bytes than the manifest says`);
		if (same) problems.push(...revisitProblems(row, seen, `archive/data.warc.gz: record ${i + 1}`));
		at += seen.length;
	}
	if (at !== warcSize) problems.push("archive/data.warc.gz: its records do not fill it");
	report.list("manifest.records", problems, `${rows.length} records fill archive/data.warc.gz without a gap`);
	const byId = new Map(records.map((record) => [record.id, record]));
	report.list("manifest.exchanges", exchangeProblems(manifest, byId), "every exchange of the manifest is in the archive");
	report.list("manifest.pictures", pictureProblems(manifest, byId), "every picture, the DOM and the text are in the archive");
}
const isDns = (row) => plainText(row.url).startsWith("dns:");
function exchangeProblems(manifest, byId) {
	const problems = [];
	const used = /* @__PURE__ */ new Set();
	const lookups = asList(manifest.lookups ?? [], "evidence/manifest.json: lookups");
	for (const [i, value] of [...asList(manifest.exchanges, "evidence/manifest.json: exchanges"), ...lookups].entries()) {
		const row = asFields(value, `evidence/manifest.json: exchange ${i + 1}`);
		const part = `evidence/manifest.json: exchange ${i + 1} (${quote(plainText(row.url))})`;
		const wanted = [
			["answerRecord", row.fromServiceWorker === true || isDns(row) ? "resource" : "response"],
			["requestRecord", "request"],
			["metadataRecord", "metadata"],
			["messagesRecord", "resource"]
		];
		for (const [name, type] of wanted) {
			const id = row[name];
			if (id === null || id === void 0) continue;
			const record = byId.get(plainText(id));
			const fits = record?.type === type || name === "answerRecord" && record?.type === "revisit";
			if (!record || !fits || used.has(plainText(id))) problems.push(`${part}: its ${name} is not in the archive`);
			used.add(plainText(id));
			if (name === "messagesRecord" && (!record || payloadOf(record) !== row.messagesSha256)) problems.push(`${part}: its messages are not the archived ones`);
			if (name !== "answerRecord" || !record) continue;
			if (payloadOf(record) !== row.bodySha256) problems.push(`${part}: its body is not the archived one`);
			if (type === "response" && record.httpStatus !== row.status) problems.push(`${part}: its status is not the archived one`);
			const ip = asFields(row.server, part).ip;
			if ((record.fields.get("warc-ip-address") ?? null) !== ip) problems.push(`${part}: its address is not the archived one`);
		}
		if (row.metadataRecord === null) problems.push(`${part}: no metadata record`);
	}
	for (const { id, type, uri } of byId.values()) if ([
		"response",
		"request",
		"metadata"
	].includes(type) && !used.has(id)) problems.push(`archive/data.warc.gz: ${type} of ${quote(uri)} belongs to no exchange`);
	return problems;
}
function pictureProblems(manifest, byId) {
	const tiles = asList(manifest.tiles, "evidence/manifest.json: tiles").map((tile, i) => [`tile ${i + 1}`, tile]);
	const single = [
		"viewportPicture",
		"dom",
		"text",
		"textBoxes"
	].map((name) => [name, manifest[name] ?? null]);
	const attachments = asList(manifest.attachments ?? [], "evidence/manifest.json: attachments").map((row, i) => [`attachment ${i + 1}`, row]);
	const look = manifest.secondLook ? asFields(manifest.secondLook, "evidence/manifest.json: secondLook") : {};
	const second = ["viewportPicture", "text"].map((name) => [`second look's ${name}`, look[name] ?? null]);
	const problems = [];
	for (const [name, value] of [
		...tiles,
		...single,
		...attachments,
		...second
	]) {
		if (value === null) continue;
		const row = asFields(value, `evidence/manifest.json: ${name}`);
		const record = byId.get(plainText(row.record));
		if (!record || payloadOf(record) !== row.sha256) problems.push(`evidence/manifest.json: ${name} is not the archived one`);
	}
	return problems;
}

// http-body.ts
const maxHead = 524288;
const maxKept = 16777216;
const crlf2 = fromLatin1("\r\n\r\n");
const lf2 = fromLatin1("\n\n");
const crlf = fromLatin1("\r\n");
var HttpBody = class {
	#hashes;
	#done = /* @__PURE__ */ new Map();
	#head;
	#headText = "";
	#kept = [];
	#keptBytes = 0;
	constructor(isHttp, algorithms, keeps) {
		if (!keeps) this.#kept = null;
		this.#head = isHttp ? /* @__PURE__ */ new Uint8Array(0) : null;
		this.#hashes = new Map([...algorithms].map((name) => [name, engine().newHash(name)]));
	}
	push(piece) {
		if (this.#head === null) return this.#body(piece);
		this.#head = join([this.#head, piece]);
		const end = endOfHead(this.#head);
		if (end < 0 && this.#head.length < maxHead) return;
		const split = end < 0 ? this.#head.length : end;
		this.#headText = latin1(this.#head.subarray(0, split));
		const rest = this.#head.subarray(split);
		this.#head = null;
		if (rest.length > 0) this.#body(rest);
	}
	end() {
		if (this.#head !== null) this.#headText = latin1(this.#head);
		for (const [name, hash] of this.#hashes) this.#done.set(name, hash.digest());
	}
	get status() {
		const match = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(this.#headText);
		return match ? Number(match[1]) : null;
	}
	digest(algorithm) {
		return this.#done.get(algorithm);
	}
	otherDigests(algorithm, budget) {
		const digests = [];
		if (this.#kept === null) return {
			digests,
			unsure: this.#keptBytes > maxKept
		};
		const stored = join(this.#kept);
		let unsure = false;
		for (const plain of [dechunk(stored), stored]) {
			if (plain === null) continue;
			digests.push(digestOf(algorithm, plain));
			for (const coding of [
				"gzip",
				"deflate",
				"br"
			]) {
				if (!mayBe(coding, plain, this.#headText)) continue;
				const limit = Math.min(4 * maxKept, budget.leftBytes);
				const decoded = limit > 0 ? engine().decode(coding, plain, limit) : "unknown";
				unsure ||= decoded === "unknown";
				if (decoded === "unknown") continue;
				budget.leftBytes -= decoded?.length ?? limit;
				if (decoded !== null) digests.push(digestOf(algorithm, decoded));
			}
		}
		digests.push(digestOf(algorithm, fromLatin1(this.#headText), stored));
		return {
			digests,
			unsure
		};
	}
	#body(piece) {
		for (const hash of this.#hashes.values()) hash.update(piece);
		this.#keptBytes += piece.length;
		if (this.#keptBytes > maxKept) this.#kept = null;
		this.#kept?.push(Uint8Array.from(piece));
	}
};
function mayBe(coding, bytes, head) {
	if (coding === "gzip") return bytes[0] === 31 && bytes[1] === 139;
	return coding === "deflate" ? (bytes[0] & 15) === 8 : /^content-encoding:.*\bbr\b/im.test(head);
}
function endOfHead(head) {
	const end = indexOf(head, crlf2);
	if (end >= 0) return end + 4;
	const lf = indexOf(head, lf2);
	return lf >= 0 ? lf + 2 : -1;
}
function dechunk(bytes) {
	const parts = [];
	for (let at = 0; at < bytes.length;) {
		const end = indexOf(bytes, crlf, at);
		if (end < 0 || end - at > 64) return null;
		const size = Number.parseInt(latin1(bytes.subarray(at, end)), 16);
		if (Number.isNaN(size)) return null;
		if (size === 0) return join(parts);
		if (end + 2 + size > bytes.length) return null;
		parts.push(bytes.subarray(end + 2, end + 2 + size));
		at = end + 2 + size + 2;
	}
	return null;
}

// warc-record.ts
const types = /* @__PURE__ */ new Set([
	"warcinfo",
	"response",
	"resource",
	"request",
	"metadata",
	"revisit",
	"conversion",
	"continuation"
]);
const arcFile = "an ARC file, the format before WARC: it holds no digests, nothing in it can be checked";
const maxHeaderBytes = 262144;
async function readRecord(reader, strict, budget, part) {
	const problems = [];
	const fields = await readFields(reader, strict, part, problems);
	const field = (name) => fields.get(name) ?? "";
	const type = field("warc-type");
	checkFields(fields, type, part, problems);
	const lengthText = field("content-length");
	if (!/^\d{1,15}$/.test(lengthText)) throw new Broken(`${part}: no Content-Length`);
	const block = await readBlock$1(reader, fields, Number(lengthText), strict, part);
	await readEnd$1(reader, strict, part, problems);
	problems.push(...digestProblems(fields, type, block, strict, budget, part));
	const uri = field("warc-target-uri").replace(/^<(.*)>$/, "$1");
	return {
		offset: 0,
		length: 0,
		sha256: "",
		type,
		id: field("warc-record-id"),
		uri,
		date: field("warc-date"),
		fields,
		payloadSha256: hex(block.body.digest("sha256")),
		httpStatus: block.body.status,
		problems
	};
}
async function readFields(reader, strict, part, problems) {
	const budget = reader.consumed + maxHeaderBytes;
	const version = text(await reader.line(1024, part), strict, part);
	if (version.startsWith("filedesc://")) throw new Unread(arcFile);
	if (!(strict ? /^WARC\/1\.1$/ : /^WARC\/(0\.1[678]|1\.[01])\s*$/).test(version)) throw new Broken(`${part}: starts with ${quote(version)}, not with WARC/1.1`);
	const fields = /* @__PURE__ */ new Map();
	let last = "";
	for (;;) {
		if (reader.consumed > budget) throw new Broken(`${part}: its header is too long`);
		const line = text(await reader.line(maxHeaderBytes, part), strict, part);
		if (line === "") return fields;
		const folded = !strict && /^[ \t]/.test(line) && last !== "";
		const match = folded ? null : /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
		if (folded) fields.set(last, `${fields.get(last) ?? ""} ${line.trim()}`);
		else if (!match) problems.push(`${part}: header line ${quote(line)}`);
		else {
			last = match[1].toLowerCase();
			if (fields.has(last) && last !== "warc-concurrent-to") problems.push(`${part}: ${match[1]} stands twice`);
			fields.set(last, match[2]);
		}
	}
}
function checkFields(fields, type, part, problems) {
	if (!types.has(type)) problems.push(`${part}: unknown WARC-Type ${quote(type)}`);
	const id = fields.get("warc-record-id") ?? "";
	if (!/^<[^<>\s]+:[^<>\s]+>$/.test(id)) problems.push(`${part}: WARC-Record-ID ${quote(id)}`);
	const date = fields.get("warc-date") ?? "";
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(date) || Number.isNaN(Date.parse(date))) problems.push(`${part}: WARC-Date ${quote(date)}`);
	const uri = fields.get("warc-target-uri");
	if ([
		"response",
		"resource",
		"request",
		"revisit",
		"conversion"
	].includes(type) && (uri === void 0 || !/^<?[a-zA-Z][a-zA-Z0-9+.-]*:/.test(uri))) problems.push(`${part}: WARC-Target-URI ${quote(uri ?? "")}`);
}
async function readBlock$1(reader, fields, length, strict, part) {
	const blockLabel = label(fields.get("warc-block-digest"));
	const payloadLabel = label(fields.get("warc-payload-digest"));
	const isHttp = /^application\/http/i.test(fields.get("content-type") ?? "");
	const whole = isHttp && blockLabel ? engine().newHash(blockLabel) : null;
	const body = new HttpBody(isHttp, new Set([
		"sha256",
		payloadLabel,
		whole ? null : blockLabel
	].filter((name) => name !== null)), !strict);
	const sink = (piece) => {
		whole?.update(piece);
		body.push(piece);
	};
	await reader.pass(length, sink, part);
	body.end();
	return {
		digest: blockLabel && (whole?.digest() ?? body.digest(blockLabel)),
		body
	};
}
async function readEnd$1(reader, strict, part, problems) {
	for (let i = 0; i < 2; i++) {
		if (!strict && await reader.atEnd()) return;
		const line = await reader.line(8, part);
		if (latin1(line) !== "\r\n") problems.push(`${part}: its Content-Length does not lead to its end`);
	}
}
function digestProblems(fields, type, block, strict, budget, part) {
	const problems = [];
	const blockField = fields.get("warc-block-digest");
	const hash = label(blockField);
	if (block.digest && !sameDigest(blockField, block.digest)) problems.push(`${part}: its block does not match WARC-Block-Digest`);
	const payloadField = fields.get("warc-payload-digest");
	const payload = label(payloadField);
	if (payload && type !== "revisit" && !(fields.has("warc-truncated") && !strict)) {
		const isHeld = (digest) => sameDigest(payloadField, digest);
		const others = strict || isHeld(block.body.digest(payload)) ? null : block.body.otherDigests(payload, budget);
		if (!(others ? others.unsure || others.digests.some(isHeld) : isHeld(block.body.digest(payload)))) problems.push(`${part}: its payload does not match WARC-Payload-Digest`);
	}
	if (strict && (hash !== "sha256" || type !== "warcinfo" && payload !== "sha256")) problems.push(`${part}: lacks a SHA-256 digest`);
	return problems;
}
function label(digest) {
	const name = (digest ?? "").split(":")[0].toLowerCase().replace("-", "");
	return name === "sha1" || name === "sha256" || name === "sha384" || name === "sha512" ? name : null;
}
function sameDigest(field, digest) {
	const value = field.slice(field.indexOf(":") + 1).trim();
	return value.toLowerCase() === hex(digest) || value.toUpperCase().replace(/=+$/, "") === base32(digest);
}
function base32(bytes) {
	let bits = "";
	for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
	return (bits.match(/.{1,5}/g) ?? []).map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}
function text(line, strict, part) {
	const raw = textOf(line);
	if (!strict) return raw.replace(/\r*\n$/, "");
	if (raw.endsWith("\r\n")) return raw.slice(0, -2);
	throw new Broken(`${part}: a header line ends without CRLF`);
}

// warc-file.ts
const maxRecords = 1e6;
async function readWarc(source, path, strict, budget) {
	const records = [];
	const problems = [];
	try {
		if (source.size === 0) throw new Broken(`${path}: empty`);
		const head = await source.read(0, Math.min(2, source.size));
		const packed = head[0] === 31 && head[1] === 139;
		if (strict && !packed) throw new Broken(`${path}: not gzip`);
		const walk = packed ? packedRecords(source, path, strict, budget) : plainRecords(source, path, { ...budget });
		for await (const record of walk) {
			if (records.length >= maxRecords) throw new Broken(`${path}: more than ${maxRecords} records`);
			problems.push(...record.problems);
			record.problems = [];
			records.push(record);
		}
	} catch (error) {
		if (error instanceof Unread) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		problems.push(reason.startsWith(path) ? reason : `${path}: ${reason}`);
	}
	if (strict) problems.push(...sameIds(records, path));
	return {
		records,
		problems
	};
}
async function* packedRecords(source, path, strict, budget) {
	const decoding = { ...budget };
	let count = 0;
	for (let at = 0; at < source.size;) {
		const end = { next: at };
		const whole = engine().newHash("sha256");
		const reader = new PullReader(inflateMember(source, at, end, budget, (bytes) => whole.update(bytes)));
		const inMember = [];
		while (!await reader.atEnd()) {
			count++;
			inMember.push(await readRecord(reader, strict, decoding, `${path}: record ${count} (byte ${at})`));
		}
		if (strict && inMember.length !== 1) throw new Broken(`${path}: the gzip member at byte ${at} holds ${inMember.length} records`);
		const sha256 = hex(whole.digest());
		for (const record of inMember) yield {
			...record,
			offset: at,
			length: end.next - at,
			sha256
		};
		at = end.next;
	}
}
async function* plainRecords(source, path, budget) {
	const reader = new PullReader(chunksOf(source));
	for (let count = 1; !await reader.atEnd(); count++) {
		const offset = reader.consumed;
		yield {
			...await readRecord(reader, false, budget, `${path}: record ${count} (byte ${offset})`),
			offset,
			length: reader.consumed - offset,
			sha256: await sha256Of(source, offset, reader.consumed)
		};
	}
}
function sameIds(records, path) {
	const seen = /* @__PURE__ */ new Set();
	const problems = [];
	for (const { id } of records) {
		if (seen.has(id)) problems.push(`${path}: two records are called ${id}`);
		seen.add(id);
	}
	return problems;
}

// zip-canonical.ts
const all32 = 4294967295;
async function compareCanonical(source, members) {
	const problems = [];
	const directory = [];
	let at = 0;
	for (const member of members) {
		const local = localOf(member);
		await compare(source, at, local, `local header of ${quote(member.name)}`, problems);
		directory.push(centralOf(member, at));
		at += local.length + member.size;
	}
	const start = at;
	for (const [i, bytes] of directory.entries()) {
		await compare(source, at, bytes, `directory entry of ${quote(members[i].name)}`, problems);
		at += bytes.length;
	}
	const end = endOf(members.length, at - start, start);
	await compare(source, at, end, "end record", problems);
	at += end.length;
	if (at !== source.size) problems.push(`container: ${source.size} bytes, its members give ${at}`);
	return problems;
}
async function compare(source, at, expected, part, problems) {
	if (at + expected.length > source.size) throw new Broken(`container: ${part} runs past the end of the file`);
	const actual = await source.read(at, expected.length);
	if (same(actual, expected)) return;
	const first = actual.findIndex((byte, i) => byte !== expected[i]);
	problems.push(`container: ${part} differs from its canonical form at byte ${at + first}`);
}
function localOf(m) {
	const big = m.size >= all32;
	const size = big ? all32 : m.size;
	const extra = big ? extra64([m.size, m.size]) : [];
	const name = [...utf8(m.name)];
	return Uint8Array.from([
		...n32(67324752),
		...n16(big ? 45 : 10),
		...n16(0),
		...n16(0),
		...n16(0),
		...n16(33),
		...n32(m.crc32),
		...n32(size),
		...n32(size),
		...n16(name.length),
		...n16(extra.length),
		...name,
		...extra
	]);
}
function centralOf(m, offset) {
	const bigSize = m.size >= all32;
	const numbers = [...bigSize ? [m.size, m.size] : [], ...offset >= all32 ? [offset] : []];
	const extra = numbers.length > 0 ? extra64(numbers) : [];
	const version = numbers.length > 0 ? 45 : 10;
	const size = bigSize ? all32 : m.size;
	const name = [...utf8(m.name)];
	return Uint8Array.from([
		...n32(33639248),
		...n16(version),
		...n16(version),
		...n16(0),
		...n16(0),
		...n16(0),
		...n16(33),
		...n32(m.crc32),
		...n32(size),
		...n32(size),
		...n16(name.length),
		...n16(extra.length),
		...n16(0),
		...n16(0),
		...n16(0),
		...n32(0),
		...n32(Math.min(offset, all32)),
		...name,
		...extra
	]);
}
function endOf(count, size, offset) {
	const big = count >= 65535 || size >= all32 || offset >= all32;
	const end = [
		...n32(101010256),
		...n32(0),
		...n16(big ? 65535 : count),
		...n16(big ? 65535 : count),
		...n32(big ? all32 : size),
		...n32(big ? all32 : offset),
		...n16(0)
	];
	if (!big) return Uint8Array.from(end);
	const end64 = [
		...n32(101075792),
		...n64(44),
		...n16(45),
		...n16(45),
		...n32(0),
		...n32(0),
		...n64(count),
		...n64(count),
		...n64(size),
		...n64(offset)
	];
	const locator = [
		...n32(117853008),
		...n32(0),
		...n64(offset + size),
		...n32(1)
	];
	return Uint8Array.from([
		...end64,
		...locator,
		...end
	]);
}
function extra64(numbers) {
	return [
		...n16(1),
		...n16(numbers.length * 8),
		...numbers.flatMap(n64)
	];
}
function n16(value) {
	return [value & 255, value >>> 8];
}
function n32(value) {
	return [
		value & 255,
		value >>> 8 & 255,
		value >>> 16 & 255,
		value >>> 24 & 255
	];
}
function n64(value) {
	return [...n32(value % 4294967296), ...n32(Math.floor(value / 4294967296))];
}

// zip-locals.ts
async function readLocals(source, members, directoryOffset) {
	const problems = [];
	const sorted = [...members].sort((a, b) => a.headerOffset - b.headerOffset);
	let expected = 0;
	for (const member of sorted) {
		if (member.headerOffset < expected) throw new Broken(`container: ${quote(member.name)}: overlaps another member`);
		if (member.headerOffset > expected) problems.push(`container: ${quote(member.name)}: ${member.headerOffset - expected} spare bytes stand before it`);
		problems.push(...await readLocal(source, member, directoryOffset));
		expected = member.dataOffset + member.packedSize;
		if ((member.flags & 8) !== 0) expected += await descriptorLength(source, member, expected, directoryOffset, problems);
	}
	if (expected !== directoryOffset) problems.push(`container: ${directoryOffset - expected} spare bytes stand before the central directory`);
	return problems;
}
async function readLocal(source, member, directoryOffset) {
	const part = `container: ${quote(member.name)}`;
	if (member.headerOffset + 30 > directoryOffset) throw new Broken(`${part}: its local header lies outside the members`);
	const header = await source.read(member.headerOffset, 30);
	if (u32(header, 0) !== 67324752) throw new Broken(`${part}: no local header where the directory says`);
	const nameLength = u16(header, 26);
	const extraLength = u16(header, 28);
	member.dataOffset = member.headerOffset + 30 + nameLength + extraLength;
	if (member.dataOffset + member.packedSize > directoryOffset) throw new Broken(`${part}: its data run past the members`);
	const problems = [];
	const name = textOf(await source.read(member.headerOffset + 30, nameLength));
	if (name !== member.name) problems.push(`${part}: its local header names it ${quote(name)}`);
	if (u16(header, 6) !== member.flags || u16(header, 8) !== member.method) problems.push(`${part}: local header and directory disagree on flags or method`);
	if (member.method === 0 && member.size !== member.packedSize) problems.push(`${part}: stored, with two sizes`);
	const later = (member.flags & 8) !== 0;
	const crc = u32(header, 14);
	if (crc !== member.crc32 && !(later && crc === 0)) problems.push(`${part}: local header and directory disagree on its CRC-32`);
	for (const [at, size] of [[18, member.packedSize], [22, member.size]]) {
		const local = u32(header, at);
		if (local !== size && local !== 4294967295 && !(later && local === 0)) problems.push(`${part}: local header and directory disagree on its size`);
	}
	return problems;
}
async function descriptorLength(source, member, at, limit, problems) {
	const bytes = await source.read(at, Math.min(24, limit - at));
	const signed = bytes.length >= 4 && u32(bytes, 0) === 134695760 ? 4 : 0;
	if (bytes.length < signed + 12 || u32(bytes, signed) !== member.crc32) {
		problems.push(`container: ${quote(member.name)}: its data descriptor is damaged`);
		return 0;
	}
	const body = bytes.subarray(signed + 4);
	if (u32(body, 0) === member.packedSize && u32(body, 4) === member.size) return signed + 12;
	if (body.length >= 16 && u64(body, 0) === member.packedSize && u64(body, 8) === member.size) return signed + 20;
	problems.push(`container: ${quote(member.name)}: its data descriptor gives another size`);
	return 0;
}

// zip-reader.ts
const maxMembers = 1e5;
const maxDirectoryBytes = 67108864;
async function readZip(source) {
	const end = await readEnd(source);
	if (end.count > maxMembers || end.size > maxDirectoryBytes) throw new Broken("container: its directory is too large to be a package");
	if (end.offset + end.size !== end.endOffset) throw new Broken("container: the central directory does not end where the end record starts");
	const directory = await source.read(end.offset, end.size);
	const members = [];
	let at = 0;
	for (let i = 0; i < end.count; i++) {
		const { member, length } = readCentral(directory, at, i);
		members.push(member);
		at += length;
	}
	const problems = namingProblems(members);
	if (at !== directory.length) problems.push("container: spare bytes in the central directory");
	problems.push(...await readLocals(source, members, end.offset));
	return {
		members,
		directoryOffset: end.offset,
		problems
	};
}
async function readEnd(source) {
	const tailSize = Math.min(source.size, 65557);
	const tail = await source.read(source.size - tailSize, tailSize);
	for (let i = tail.length - 22; i >= 0; i--) {
		if (u32(tail, i) !== 101010256 || i + 22 + u16(tail, i + 20) !== tail.length) continue;
		const at = source.size - tailSize + i;
		if (u16(tail, i + 4) !== 0 || u16(tail, i + 6) !== 0) throw new Broken("container: it claims to span several disks");
		const end = {
			count: u16(tail, i + 10),
			size: u32(tail, i + 12),
			offset: u32(tail, i + 16),
			endOffset: at
		};
		if (u16(tail, i + 8) !== end.count) throw new Broken("container: the end record counts members in two ways");
		return end.count === 65535 || end.size === 4294967295 || end.offset === 4294967295 ? readEnd64(source, at) : end;
	}
	throw new Broken("container: no end record at the end of the file (cut off, extended, or not a ZIP)");
}
async function readEnd64(source, endAt) {
	if (endAt < 76) throw new Broken("container: ZIP64 end record missing");
	const locator = await source.read(endAt - 20, 20);
	if (u32(locator, 0) !== 117853008) throw new Broken("container: ZIP64 locator missing");
	const at = u64(locator, 8);
	if (at > endAt - 76) throw new Broken("container: ZIP64 end record lies outside the file");
	const record = await source.read(at, 56);
	if (u32(record, 0) !== 101075792 || at + 12 + u64(record, 4) !== endAt - 20) throw new Broken("container: ZIP64 end record damaged");
	return {
		count: u64(record, 32),
		size: u64(record, 40),
		offset: u64(record, 48),
		endOffset: at
	};
}
function readCentral(directory, at, index) {
	const part = `container: entry ${index + 1} of the central directory`;
	if (at + 46 > directory.length || u32(directory, at) !== 33639248) throw new Broken(`${part} is damaged`);
	const nameLength = u16(directory, at + 28);
	const extraLength = u16(directory, at + 30);
	const length = 46 + nameLength + extraLength + u16(directory, at + 32);
	if (at + length > directory.length) throw new Broken(`${part} runs past its end`);
	const raw = directory.subarray(at + 46, at + 46 + nameLength);
	const member = {
		name: strictText(raw) ?? "�",
		flags: u16(directory, at + 8),
		method: u16(directory, at + 10),
		crc32: u32(directory, at + 16),
		packedSize: u32(directory, at + 20),
		size: u32(directory, at + 24),
		headerOffset: u32(directory, at + 42),
		dataOffset: 0
	};
	if (strictText(raw) === null) throw new Broken(`${part} has a name that is not UTF-8`);
	readExtra64(directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength), member, part);
	return {
		member,
		length
	};
}
function readExtra64(extra, member, part) {
	let at = 0;
	while (at + 4 <= extra.length) {
		const id = u16(extra, at);
		const size = u16(extra, at + 2);
		if (at + 4 + size > extra.length) throw new Broken(`${part} has a damaged extra field`);
		if (id === 1) {
			const body = extra.subarray(at + 4, at + 4 + size);
			let next = 0;
			for (const key of [
				"size",
				"packedSize",
				"headerOffset"
			]) {
				if (member[key] !== 4294967295) continue;
				if (next + 8 > body.length) throw new Broken(`${part} lacks a ZIP64 number`);
				member[key] = u64(body, next);
				next += 8;
			}
		}
		at += 4 + size;
	}
}
function namingProblems(members) {
	const problems = [];
	const seen = /* @__PURE__ */ new Set();
	for (const { name, flags, method } of members) {
		const folded = name.normalize("NFC").toLowerCase();
		if (seen.has(folded)) problems.push(`container: ${quote(name)}: stands in the container twice`);
		seen.add(folded);
		const parts = name.replace(/\/$/, "").split("/");
		if (name === "" || /[\\\0]|^[A-Za-z]:/.test(name) || parts.some((p) => p === "" || p === "." || p === "..")) problems.push(`container: ${quote(name)}: a path that leaves the package`);
		if ((flags & 8257) !== 0) problems.push(`container: ${quote(name)}: encrypted`);
		if (method !== 0 && method !== 8) problems.push(`container: ${quote(name)}: packed with method ${method}`);
	}
	return problems;
}

// wacz-check.ts
function inflateBudget(source) {
	return { leftBytes: Math.min(8 * 1024 ** 3, Math.max(512 * 1024 ** 2, source.size * 200)) };
}
async function openContainer(whole, report, ours = false) {
	const source = readAhead(whole);
	const listing = await readZip(source);
	const strict = ours || listing.members.some((member) => member.name === "evidence/manifest.json");
	report.list("container.structure", listing.problems, `${listing.members.length} members, side by side`);
	if (strict) {
		const differing = await report.run("container.canonical", "container", () => compareCanonical(source, listing.members));
		if (differing) report.list("container.canonical", differing, "rebuilt from its members, byte for byte");
	}
	const members = new Map(listing.members.map((member) => [member.name, member]));
	return {
		source,
		members,
		sha256s: await hashMembers(source, members.values(), inflateBudget(source), report),
		strict
	};
}
async function checkWacz(source, report) {
	const pack = await openContainer(source, report);
	const document = (name) => report.run("document", name, () => readDocument(pack, name));
	const datapackage = await document("datapackage.json");
	if (datapackage) await report.run("resources.complete", "datapackage.json", () => checkDatapackage(datapackage.fields, pack, report));
	const signedPart = pack.strict || pack.members.has("datapackage-digest.json");
	const digest = signedPart ? await document("datapackage-digest.json") : void 0;
	if (!signedPart) report.add("signature", true, "not signed");
	const signer = digest ? await report.run("signature", "datapackage-digest.json", () => checkSignature(digest.fields, digest.bytes, pack, report)) : null;
	const pages = await checkPages(pack, report);
	const budget = inflateBudget(pack.source);
	const archives = await checkArchives(pack, report, budget);
	await checkIndexes(pack, archives, report, budget);
	const facts = {
		pack,
		signer: signer ?? null,
		manifest: null,
		office: null
	};
	const manifest = pack.strict ? await document("evidence/manifest.json") : void 0;
	if (!manifest) return facts;
	await checkDocuments(pack, {
		manifest,
		datapackage,
		digest,
		pages,
		archives
	}, report);
	return {
		...facts,
		manifest,
		office: await checkOffice(pack, manifest.bytes, report)
	};
}
async function checkDocuments(pack, documents, report) {
	const { manifest, datapackage, digest, pages, archives } = documents;
	await report.run("manifest.form", "evidence/manifest.json", () => checkManifest(manifest.fields, manifest.bytes, pack, report));
	if (datapackage && digest) await report.run("documents.agree", "documents", () => checkAgreement(manifest.fields, datapackage.fields, digest.fields, pages, report));
	const warcSize = pack.members.get("archive/data.warc.gz")?.size ?? 0;
	await report.run("manifest.records", "evidence/manifest.json", () => checkRecords(manifest.fields, archives.get("data.warc.gz") ?? [], warcSize, report));
}
async function checkOffice(pack, manifest, report) {
	const name = "evidence/manifest.json.p7s";
	const member = pack.members.get(name);
	if (!member) return null;
	const message = await report.run("cms.form", name, async () => readDetached(await readMember(pack.source, member), name));
	if (!message) return null;
	const problems = await report.run("cms.signature", name, () => detachedProblems(message, manifest, name));
	if (problems) report.list("cms.signature", problems, `${name}: signed by ${message.signer.name}`);
	return message;
}
async function readDocument(pack, name) {
	const member = pack.members.get(name);
	if (!member) throw new Broken(`${name}: missing`);
	const bytes = await readMember(pack.source, member);
	return {
		bytes,
		fields: asFields(parseJson(bytes, name), name)
	};
}
async function checkPages(pack, report) {
	const name = "pages/pages.jsonl";
	const member = pack.members.get(name);
	if (!member) return [];
	const pages = await report.run("pages", name, async () => readPages(await readMember(pack.source, member), name));
	if (pages) report.add("pages", true, `${pages.length} pages`);
	return pages ?? [];
}
async function checkArchives(pack, report, budget) {
	const archives = /* @__PURE__ */ new Map();
	for (const [name, member] of pack.members) {
		if (!isWarc(name)) continue;
		await report.run("warc.records", name, async () => {
			const { records, problems } = await readWarc(await memberSource(pack.source, member), name, pack.strict, budget);
			report.list("warc.records", problems, `${name}: ${records.length} records, every digest in them matches`);
			archives.set(name.slice(8), records);
		});
	}
	return archives;
}
async function checkIndexes(pack, archives, report, budget) {
	for (const [name, member] of pack.members) {
		if (!isIndex(name)) continue;
		await report.run("index", name, async () => {
			const { lines, problems } = await checkIndex(await memberSource(pack.source, member), name, archives, pack.strict, budget);
			report.list("index", problems, `${name}: ${lines} lines, each points at its record`);
		});
	}
}

// packaged-captures.ts
const name = "data/package.json";
async function checkCaptures(fields, files, pack, trust, report) {
	const bases = await openBases(files, pack, report);
	const opened = await openOnce(await report.run("package.captures", name, () => asList(fields.captures, `${name}: captures`).map((row, i) => asFields(row, `${name}: capture ${i + 1}`))) ?? [], pack, report);
	const sources = new Map([...bases, ...opened.flatMap(({ row, facts }) => facts ? [[plainText(row.packageSha256), facts]] : [])]);
	const captures = [];
	const tokenPaths = tokensByFolder(files);
	for (const { row, facts } of opened) {
		const problems = facts ? rowProblems(row, facts, tokenPaths, pack) : [`${quote(plainText(row.package))}: cannot be read`];
		report.list("package.captures", problems, `${plainText(row.package)}: the capture that ${name} names`);
		captures.push(await judgeOne(row, facts, sources, pack, trust, report));
	}
	const named = new Set(captures.map(({ path }) => path));
	const spare = files.filter((file) => file.role === "sealed" && !named.has(file.path));
	report.list("package.captures", spare.map((file) => `${quote(file.path)}: a sealed copy that is no capture of ${name}`), `${captures.length} captures`);
	checkParents(files, [...sources.values()], report);
	return captures;
}
async function openOnce(rows, pack, report) {
	const opened = /* @__PURE__ */ new Map();
	const problems = [];
	for (const row of rows) {
		const path = plainText(row.package);
		if (opened.has(path)) problems.push(`${quote(path)}: ${name} names it twice`);
		else opened.set(path, {
			row,
			facts: await openInPlace(path, pack, report)
		});
	}
	report.list("package.captures", problems, `${name} names each capture once`);
	return [...opened.values()];
}
async function judgeOne(row, facts, sources, pack, trust, report) {
	const [captureId, path] = [plainText(row.captureId), plainText(row.package)];
	const capture = {
		captureId,
		path,
		packageSha256: plainText(row.packageSha256),
		signer: facts?.signer ?? null,
		facts
	};
	if (!facts) return {
		...capture,
		findings: {}
	};
	const roots = trust?.certificates ?? [];
	const folder = path.slice(0, path.lastIndexOf("/") + 1);
	const tokens = await tokensOf(facts, captureId, await besideIn(pack, folder), roots, report);
	const missing = await report.run("package.references", path, () => resolve(facts, sources, path, report));
	return {
		...capture,
		findings: await captureFindings(facts, tokens, roots, { missing: missing ?? 1 }, report)
	};
}
async function openInPlace(path, pack, report) {
	const member = pack.members.get(path);
	if (!member || member.method !== 0) return null;
	const inner = new Report((part) => report.part(`${path}: ${part}`));
	const facts = await inner.run("file", path, () => checkWacz(windowOf(pack.source, member.dataOffset, member.size), inner));
	for (const check of inner.checks.filter((one) => !one.ok)) report.add(check.name, false, `${path}: ${check.detail}`);
	if (facts && !facts.pack.strict) report.add("package.captures", false, `${path}: not a sealed capture of this format`);
	if (inner.ok) report.add("capture.intact", true, `${path}: ${inner.checks.length} checks passed, signed by key ${facts?.signer ?? ""}`);
	return facts ?? null;
}
async function openBases(files, pack, report) {
	const bases = /* @__PURE__ */ new Map();
	for (const file of files.filter(({ role }) => role === "base")) {
		const facts = await openInPlace(file.path, pack, report);
		if (facts) bases.set(file.sha256, facts);
	}
	return bases;
}
function tokensByFolder(files) {
	const byFolder = /* @__PURE__ */ new Map();
	for (const { path } of files.filter((file) => file.path.endsWith(".tsr"))) {
		const folder = path.slice(0, path.lastIndexOf("/") + 1);
		const held = byFolder.get(folder);
		if (held) held.push(path);
		else byFolder.set(folder, [path]);
	}
	return byFolder;
}
function rowProblems(row, facts, tokenPaths, pack) {
	const path = plainText(row.package);
	const folder = path.slice(0, path.lastIndexOf("/") + 1);
	const manifest = facts.manifest?.fields ?? {};
	const inner = facts.pack.sha256s.get("evidence/manifest.json");
	const problems = [];
	if (path !== `data/niem-phong/${plainText(row.captureId)}/${plainText(row.captureId)}.wacz`) problems.push(`${quote(path)}: not where this capture belongs`);
	if (pack.sha256s.get(path) !== row.packageSha256) problems.push(`${quote(path)}: not the bytes that ${name} names`);
	if (manifest.captureId !== row.captureId) problems.push(`${quote(path)}: holds another capture`);
	if (row.manifestSha256 !== inner) problems.push(`${quote(path)}: its manifest is not the one that ${name} names`);
	if (pack.sha256s.get(`${folder}manifest.json`) !== inner) problems.push(`${folder}manifest.json: not the manifest inside the sealed copy`);
	if (manifest.finalUrl !== row.url && manifest.requestedUrl !== row.url) problems.push(`${quote(path)}: captured from another address than ${name} says`);
	const tokens = tokenPaths.get(folder) ?? [];
	if (JSON.stringify(tokens) !== JSON.stringify(row.tokens ?? [])) problems.push(`${quote(path)}: its tokens are not those that ${name} names`);
	return problems;
}
function resolve(facts, sources, path, report) {
	const problems = [];
	const bases = /* @__PURE__ */ new Map();
	for (const value of asList(facts.manifest?.fields.records ?? [], `${path}: records`)) {
		const row = asFields(value, `${path}: records`);
		if (row.refersTo === void 0) continue;
		const to = asFields(row.refersTo, `${path}: refersTo`);
		const sha256 = plainText(to.packageSha256);
		const base = bases.get(sha256) ?? contentsOf(sources.get(sha256), path);
		bases.set(sha256, base);
		const found = base.get(plainText(to.record));
		if (!found || found.payloadSha256 !== to.payloadSha256 || found.payloadSizeBytes !== to.payloadSizeBytes) problems.push(`${path}: the content of ${quote(plainText(row.uri))} stands in ${quote(plainText(to.captureId))}, which is not here with it`);
	}
	report.list("package.references", problems, `${path}: everything that it refers to is here`);
	return problems.length;
}
function contentsOf(facts, path) {
	const contents = asList(facts?.manifest?.fields.records ?? [], `${path}: records`).map((one) => asFields(one, `${path}: records`)).filter(({ type }) => type !== "revisit");
	return new Map(contents.map((row) => [plainText(row.id), row]));
}
function checkParents(files, sources, report) {
	const known = new Set(files.map((file) => file.sha256));
	for (const { manifest } of sources) for (const row of asList(manifest?.fields.records ?? [], "records")) known.add(plainText(asFields(row, "records").payloadSha256));
	const problems = files.filter((file) => file.role === "working-copy" && file.parentSha256 === null || file.parentSha256 !== null && !known.has(file.parentSha256)).map((file) => `${quote(file.path)}: made of something that is not in the package`);
	report.list("package.parents", problems, "every derived file names what it was made of");
}

// sealed-package-check.ts
async function checkSealedPackage(source, trust, report, findings) {
	const pack = await openContainer(source, report, true);
	const described = pack.members.get("data/package.json");
	if (!described) throw new Broken("data/package.json: missing");
	const bytes = await readMember(source, described);
	const fields = readPackageJson(bytes, report);
	const files = await report.run("package.files", "data/package.json", () => checkFiles(fields, pack, report)) ?? [];
	await report.run("bag.manifests", "the bag", () => checkBag(pack, report));
	const signer = await report.run("package.signature", "data/package.json.sig", () => checkPackageSignature(fields, bytes, pack, report));
	const captures = await checkCaptures(fields, files, pack, trust, report);
	const custody = await custodyOf(fields, pack, trust, report);
	if (custody) sealedEntries(custody, captures, fields, report);
	combine(captures, custody, findings);
	const stamps = custody ? await judgeStamps(custody, captures, pack, trust, report) : [];
	if (custody && !findings.time?.proved) findings.time = stampFinding(custody, captures, stamps, report) ?? findings.time;
	await officeFinding(fields, bytes, pack, trust, report, findings);
	const otherSigners = [...new Set(captures.flatMap((c) => c.signer && c.signer !== signer ? [c.signer] : []))];
	await report.run("package.keys", "data/khoa", () => checkKeys(otherSigners, files, pack, report));
	return {
		pack,
		fields,
		files,
		captures,
		custody,
		signer: signer ?? null,
		otherSigners
	};
}
async function custodyOf(fields, pack, trust, report) {
	const name = plainText(fields.custody);
	return await report.run("custody.form", name || "data/package.json: custody", async () => {
		const member = pack.members.get(name);
		if (!member) throw new Broken(`${quote(name)}: the custody extract is missing`);
		return checkCustody(await readMember(pack.source, member), name, trust, report);
	}) ?? null;
}
function sealedEntries(custody, captures, fields, report) {
	checkSealedEntries(custody.entries, captures, plainText(fields.packageId), plainText(fields.custody), report);
}
function combine(captures, custody, findings) {
	for (const claim of [
		"complete",
		"agreement",
		"time"
	]) {
		const all = captures.map((capture) => ({
			id: capture.captureId,
			found: capture.findings[claim]
		}));
		const lacking = all.filter(({ found }) => found?.proved !== true);
		findings[claim] = {
			proved: all.length > 0 && lacking.length === 0,
			detail: (lacking.length > 0 ? lacking : all).map(({ id, found }) => `${id}: ${found?.detail ?? "nothing known"}`).join("; ")
		};
	}
	if (!custody) return;
	findings.custody = {
		proved: custody.logPinned || custody.witnesses.length > 0,
		detail: `${custody.entries.length} acts are in the log ${custody.logKey.name} of ${custody.checkpoint.size} entries${custody.logPinned ? "" : ", whose key nobody pinned"}`
	};
	if (custody.witnesses.length > 0) findings.witnessed = {
		proved: true,
		detail: custody.witnesses.map((w) => `${w.name} signed at ${(/* @__PURE__ */ new Date(w.atSeconds * 1e3)).toISOString()}`).join("; ")
	};
}
async function officeFinding(fields, bytes, pack, trust, report, findings) {
	const message = await checkPackageOffice(bytes, pack, report);
	if (!message) return;
	findings.office = await officeOf(message, plainText(fields.created), "data/package.json.p7s", trust?.certificates ?? [], report);
}
async function checkKeys(others, files, pack, report) {
	const known = /* @__PURE__ */ new Set();
	for (const file of files.filter(({ role, path }) => role === "key" && path.endsWith(".pem"))) {
		const member = pack.members.get(file.path);
		const pem = member ? textOf(await readMember(pack.source, member)) : "";
		for (const [, body] of pem.matchAll(/-----BEGIN PUBLIC KEY-----([\s\S]*?)-----END PUBLIC KEY-----/g)) {
			const spki = fromBase64(body.replace(/\s/g, ""));
			if (spki) known.add(hex(digestOf("sha256", spki)));
		}
	}
	const problems = others.filter((key) => !known.has(key)).map((key) => `data/khoa: a capture is signed by key ${key}, which is not there`);
	report.list("package.keys", problems, others.length === 0 ? "package and captures are signed by one key" : "earlier keys travel along");
}

// judge.ts
async function judge(question, onPart = () => void 0) {
	const report = new Report(onPart);
	const findings = {};
	let wacz = null;
	let sealed = null;
	await report.run("file", "file", async () => {
		const kind = await sniff(question.source);
		if (kind === "warc") return checkBareWarc(question.source, report);
		if (kind === "package") sealed = await checkSealedPackage(question.source, question.trust, report, findings);
		else wacz = await judgeCapture(question, report, findings);
	});
	return {
		verdict: conclude(question, report, findings, wacz, sealed),
		wacz,
		sealed
	};
}
function conclude({ file, trust }, report, findings, wacz, sealed) {
	const isOurs = sealed !== null || wacz?.pack.strict === true;
	const signer = sealed?.signer ?? wacz?.signer ?? null;
	const level = !report.ok ? "broken" : isOurs ? "sealed" : "consistent";
	if (signer !== null) findings.intact = {
		proved: true,
		detail: `as it was when key ${signer} signed it`
	};
	const state = checkTrust(signer, sealed?.otherSigners ?? [], trust, report, findings);
	return {
		file,
		ok: report.ok,
		level,
		signer,
		trust: state,
		checks: report.checks,
		claims: claimsOf(report, findings)
	};
}
async function sniff(source) {
	const head = await source.read(0, Math.min(45, source.size));
	if (head[0] === 31 && head[1] === 139 || latin1(head.subarray(0, 5)) === "WARC/") return "warc";
	if (latin1(head.subarray(0, 11)) === "filedesc://") throw new Unread(arcFile);
	const { members } = await readZip(source);
	return members.some(({ name }) => name === "bagit.txt" || name === "data/package.json") ? "package" : "wacz";
}
async function checkBareWarc(source, report) {
	const { records, problems } = await readWarc(readAhead(source), "the WARC file", false, inflateBudget(source));
	report.list("warc.records", problems, `${records.length} records, every digest in them matches`);
}
async function judgeCapture(question, report, findings) {
	const facts = await checkWacz(question.source, report);
	const roots = question.trust?.certificates ?? [];
	const stem = question.file.replace(/^.*[/\\]/, "").replace(/\.wacz$/, "");
	const tokens = await tokensOf(facts, stem, question.beside, roots, report);
	const stamped = facts.manifest ? void 0 : report.checks.find(({ name, ok }) => name === "token.imprint" && ok);
	if (stamped) findings.time = {
		proved: false,
		detail: `${stamped.detail}, by an authority that is not judged here`
	};
	Object.assign(findings, await captureFindings(facts, tokens, roots, { missing: revisitsOf(facts) }, report));
	return facts;
}
function revisitsOf({ manifest }) {
	return (Array.isArray(manifest?.fields.records) ? manifest.fields.records : []).filter((row) => typeof row === "object" && row !== null && !Array.isArray(row) && row.refersTo !== void 0).length;
}
function checkTrust(signer, others, trust, report, findings) {
	if (signer !== null) findings.signer = {
		proved: false,
		detail: `signed by key ${signer}, which nobody pinned`
	};
	if (!trust) return "unknown";
	const strangers = [signer, ...others].filter((key) => key !== null && !trust.fingerprints.has(key));
	const ok = signer !== null && strangers.length === 0;
	const why = trust.fingerprints.size === 0 ? trust.problems[0] ?? "the trust file holds no key of a signer" : signer === null ? "datapackage-digest.json: no valid signature to compare with the trusted key" : `datapackage-digest.json: signed by key ${strangers.join(", ")}, which is not the trusted one`;
	report.add("trust", ok, ok ? `signed by the trusted key ${signer}` : why);
	findings.signer = {
		proved: ok,
		detail: ok ? `signed by the trusted key ${signer}` : why
	};
	return ok ? "trusted" : "mismatch";
}

// browser/crc32.ts
const tables = makeTables();
function makeTables() {
	const all = Array.from({ length: 8 }, () => /* @__PURE__ */ new Int32Array(256));
	for (let i = 0; i < 256; i++) {
		let c = i;
		for (let k = 0; k < 8; k++) c = c & 1 ? c >>> 1 ^ 3988292384 : c >>> 1;
		all[0][i] = c;
	}
	for (let i = 0; i < 256; i++) for (let t = 1; t < 8; t++) all[t][i] = all[t - 1][i] >>> 8 ^ all[0][all[t - 1][i] & 255];
	return all;
}
function crc32(bytes, before) {
	const [t0, t1, t2, t3, t4, t5, t6, t7] = tables;
	let c = ~before;
	let at = 0;
	for (const end = bytes.length - 7; at < end; at += 8) {
		c ^= bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24;
		c = t7[c & 255] ^ t6[c >>> 8 & 255] ^ t5[c >>> 16 & 255] ^ t4[c >>> 24] ^ t3[bytes[at + 4]] ^ t2[bytes[at + 5]] ^ t1[bytes[at + 6]] ^ t0[bytes[at + 7]];
	}
	for (; at < bytes.length; at++) c = t0[(c ^ bytes[at]) & 255] ^ c >>> 8;
	return ~c >>> 0;
}

// node/node-engine.ts
const inflatedChunk = 262144;
const nodeEngine = {
	newHash: (name) => {
		const hash = createHash(name);
		return {
			update: (bytes) => void hash.update(bytes),
			digest: () => new Uint8Array(hash.digest())
		};
	},
	crc32: typeof zlib.crc32 === "function" ? (bytes, before) => zlib.crc32(bytes, before) : crc32,
	newInflater,
	inflateWhole,
	decode,
	verifySignature: async (spki, scheme, data, signature) => {
		return verifyWith(createPublicKey({
			key: Buffer.from(spki),
			format: "der",
			type: "spki"
		}), scheme, data, signature);
	},
	pause: async () => void 0
};
function verifyWith(key, scheme, data, signature) {
	switch (scheme.kind) {
		case "ecdsa":
			if (key.asymmetricKeyType !== "ec") return false;
			return verify(scheme.hash, data, {
				key,
				dsaEncoding: scheme.encoding === "raw" ? "ieee-p1363" : "der"
			}, signature);
		case "rsa": return key.asymmetricKeyType === "rsa" && verify(scheme.hash, data, key, signature);
		case "rsa-pss": {
			if (!(key.asymmetricKeyType ?? "").startsWith("rsa")) return false;
			const padding = constants.RSA_PKCS1_PSS_PADDING;
			return verify(scheme.hash, data, {
				key,
				padding,
				saltLength: scheme.saltLength
			}, signature);
		}
		case "ed25519": return key.asymmetricKeyType === "ed25519" && verify(null, data, key, signature);
	}
}
function inflateWhole(bytes, limit) {
	try {
		const options = {
			maxOutputLength: Math.max(1, limit),
			info: true
		};
		const { buffer, engine } = zlib.inflateRawSync(bytes, options);
		return {
			content: buffer,
			consumedBytes: engine.bytesWritten
		};
	} catch {
		return null;
	}
}
function decode(coding, bytes, limit) {
	const unpack = {
		gzip: zlib.gunzipSync,
		deflate: zlib.inflateSync,
		br: zlib.brotliDecompressSync
	}[coding];
	try {
		return unpack(bytes, { maxOutputLength: limit });
	} catch {
		return null;
	}
}
function newInflater() {
	const stream = zlib.createInflateRaw({ chunkSize: inflatedChunk });
	let output = [];
	let finished = false;
	let failure = null;
	stream.on("data", (chunk) => output.push(chunk));
	stream.on("end", () => finished = true);
	stream.on("error", (error) => failure = error);
	const failed = () => failure;
	let given = 0;
	return {
		get finished() {
			return finished || stream.bytesWritten < given;
		},
		get consumedBytes() {
			return stream.bytesWritten;
		},
		push: async (bytes) => {
			given += bytes.length;
			await feed(stream, bytes, () => failed() !== null);
			if (failed()) throw new Error(failed().message);
			const ready = output;
			output = [];
			return ready;
		},
		close: () => stream.destroy()
	};
}
function feed(stream, chunk, failed) {
	return new Promise((done) => {
		const finish = () => {
			stream.off("error", finish);
			setImmediate(done);
		};
		if (failed()) return finish();
		stream.once("error", finish);
		stream.write(chunk, finish);
	});
}

// node/open-file.ts
async function openSource(file) {
	if (!(await stat(file)).isFile()) throw new Broken("file: not a regular file");
	const handle = await open(file, "r");
	const facts = await handle.stat().catch(async (error) => {
		await handle.close();
		throw error;
	});
	return {
		source: {
			size: facts.size,
			read: (offset, length) => readExactly(handle, facts.size, offset, length)
		},
		close: () => handle.close()
	};
}
async function readExactly(handle, size, offset, length) {
	if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > size) throw new Broken(`bytes ${offset}–${offset + length} lie outside the file`);
	const bytes = new Uint8Array(length);
	let done = 0;
	while (done < length) {
		const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
		if (bytesRead === 0) throw new Broken("the file became shorter while it was read");
		done += bytesRead;
	}
	return bytes;
}

// trust.ts
const blocks = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----|^[ \t]*(office|time):[ \t]*$/gm;
function readTrust(text) {
	const trust = {
		fingerprints: /* @__PURE__ */ new Set(),
		certificates: [],
		vkeys: [],
		problems: []
	};
	let role;
	for (const [, kind, body, label] of text.matchAll(blocks)) if (label === "office" || label === "time") role = label;
	else readBlock(kind, body.replace(/\s/g, ""), role, trust);
	for (const line of text.replace(blocks, "").split(/\r?\n/).map((l) => l.trim())) {
		if (line === "" || line.startsWith("#")) continue;
		if (/^([0-9a-f]{2}[ :]?){32}$/i.test(line)) trust.fingerprints.add(line.replace(/[ :]/g, "").toLowerCase());
		else attempt(trust, () => trust.vkeys.push(readVkey(line, "the trust file")));
	}
	if (trust.fingerprints.size + trust.certificates.length + trust.vkeys.length === 0) trust.problems.push("the trust file holds no public key in PEM");
	return trust;
}
function readBlock(kind, text, role, trust) {
	const der = fromBase64(text);
	if (!der) return void trust.problems.push(`the trust file: a ${kind} that is not base64`);
	if (kind === "PUBLIC KEY") trust.fingerprints.add(hex(digestOf("sha256", der)));
	else if (kind === "CERTIFICATE") attempt(trust, () => {
		const certificate = readCertificate(der, "the trust file");
		trust.certificates.push(role ? {
			...certificate,
			pinnedFor: role
		} : certificate);
		if (role !== "time") trust.fingerprints.add(hex(digestOf("sha256", certificate.spki)));
	});
	else trust.problems.push(`the trust file: a ${kind}, which is nothing to be trusted`);
}
function attempt(trust, step) {
	try {
		step();
	} catch (error) {
		trust.problems.push(error instanceof Error ? error.message : String(error));
	}
}

// verify-package.ts
useEngine(nodeEngine);
const maxBeside = 200;
async function verifyPackage(file, options = {}) {
	const trust = options.trustPem === void 0 ? null : readTrust(options.trustPem);
	const open = [];
	try {
		const opened = await openSource(file);
		open.push(opened.close);
		const beside = await openBeside(file, open);
		return (await judge({
			file,
			source: opened.source,
			beside,
			trust
		})).verdict;
	} catch (error) {
		const report = new Report();
		report.add("file", false, `file: ${error instanceof Error ? error.message : String(error)}`);
		return {
			file,
			ok: false,
			level: "broken",
			signer: null,
			checks: report.checks,
			trust: trust ? "mismatch" : "unknown",
			claims: claimsOf(report, {})
		};
	} finally {
		for (const close of open) await close().catch(() => void 0);
	}
}
async function openBeside(file, open) {
	const beside = /* @__PURE__ */ new Map();
	const stem = path.basename(file).replace(/\.wacz$/, "");
	if (stem === path.basename(file)) return beside;
	const wanted = (await readdir(path.dirname(path.resolve(file)))).filter((name) => name.startsWith(`${stem}.`) && /^[1-9]\d*\.tsr(\.json)?$/.test(name.slice(stem.length + 1)));
	for (const name of wanted.slice(0, maxBeside)) {
		const opened = await openSource(path.join(path.dirname(file), name));
		open.push(opened.close);
		beside.set(name, opened.source);
	}
	return beside;
}

// main.ts
const usage = "usage: node main.ts FILE... [--trust KEY.pem]\n";
async function main(args) {
	let files;
	let trustPem;
	try {
		const { values, positionals } = parseArgs({
			args,
			allowPositionals: true,
			options: { trust: { type: "string" } }
		});
		files = positionals;
		trustPem = values.trust === void 0 ? void 0 : readFileSync(values.trust, "utf8");
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
		return 2;
	}
	if (files.length === 0) {
		process.stderr.write(usage);
		return 2;
	}
	let ok = true;
	for (const file of files) {
		const verdict = await verifyPackage(file, trustPem === void 0 ? {} : { trustPem });
		process.stdout.write(`${JSON.stringify(verdict)}\n`);
		ok &&= verdict.ok;
	}
	return ok ? 0 : 1;
}
process.exitCode = await main(process.argv.slice(2));

export {  };