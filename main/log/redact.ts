/** What stands in the place of a secret. */
const HIDDEN = '⟨hidden⟩';

/** Names whose values are secret whatever they hold. */
const SECRET_NAME =
  /^(cookie|set-cookie|authorization|proxy-authorization|x-csrftoken|csrfmiddlewaretoken|password|passwd|secret|secret_info|secret_key|input_secret|token|proof|nonce|resumekey|otp|code|private_key|public_key|sessionid|.*sessionid|.*csrftoken)$/i;

/** Secrets inside text: each keeps its name, so that a reader sees what was there. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/((?:[\w-]*sessionid|[\w-]*csrftoken|csrfmiddlewaretoken|jms_public_key)\s*[=:]\s*"?)[^;\s"&]+/gi, `$1${HIDDEN}`],
  [/((?:^|[?&\s"'])(?:token|password|passwd|secret|code|authkey|otp)=)[^&\s"']+/gi, `$1${HIDDEN}`],
  [/((?:authorization|cookie|set-cookie|x-csrftoken)\s*:\s*)[^\r\n]+/gi, `$1${HIDDEN}`],
  [/\b(Bearer|Token|Signature)\s+[A-Za-z0-9._~+/=-]{12,}/g, `$1 ${HIDDEN}`],
  [/-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g, HIDDEN],
];

/** A command line can hold anything: deeper or longer facts are cut, not followed. */
const MAX_DEPTH = 6;
const MAX_TEXT = 4000;

export function redactText(text: string): string {
  let out = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
  for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
  return out;
}

/** A copy of `value` that may be written to a log: secrets hidden by name and by pattern, errors as name, message and cause. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? value.toString() : value;
  if (depth >= MAX_DEPTH) return '…';
  if (value instanceof Error)
    return {
      name: value.name,
      message: redactText(value.message),
      ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1) }),
    };
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, SECRET_NAME.test(name) ? HIDDEN : redact(item, depth + 1)]),
  );
}
