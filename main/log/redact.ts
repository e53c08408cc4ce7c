/** What stands in the place of a secret. */
const HIDDEN = '⟨hidden⟩';

/** Names whose values are secret whatever they hold. */
const SECRET_NAME =
  /^(cookie|set-cookie|authorization|proxy-authorization|x-csrftoken|csrfmiddlewaretoken|password|passwd|secret|secret_info|secret_key|input_secret|token|proof|nonce|resumekey|otp|private_key|public_key|jms_public_key|authkey|sessionid|.*sessionid|.*csrftoken)$/i;

/** Secrets inside text, each in time linear in the text (no unbounded run before a keyword). Each keeps its name, so that a reader sees what was there. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/((?:sessionid|csrftoken|csrfmiddlewaretoken|jms_public_key)\s{0,4}[=:]\s*"?)[^;\s"&]+/gi, `$1${HIDDEN}`],
  [/((?:^|[?&\s"'])(?:token|password|passwd|secret|code|authkey|otp)=)[^&\s"']+/gi, `$1${HIDDEN}`],
  [/((?:authorization|cookie|set-cookie|x-csrftoken)\s*:\s*)[^\r\n]+/gi, `$1${HIDDEN}`],
  [/\b(Bearer|Token|Signature)\s+[A-Za-z0-9._~+/=-]{12,}/g, `$1 ${HIDDEN}`],
  // A JSON body as text.
  [/("(?:[\w-]{0,40}(?:password|passwd|secret|token)|otp|code|sessionid)"\s*:\s*")(?:[^"\\]|\\.)*/gi, `$1${HIDDEN}`],
  [/(connection-token\/)[0-9a-f-]{8,}/gi, `$1${HIDDEN}`],
  [/(\/\/[^\s/:@]+:)[^\s/@]+@/g, `$1${HIDDEN}@`],
  // 32 random bytes as base64url: the token of the local socket, resume keys.
  [/(?<![\w-])(?=[\w-]{0,42}[A-Z])(?=[\w-]{0,42}[a-z])(?=[\w-]{0,42}\d)[\w-]{43}(?![\w-])/g, HIDDEN],
  // Without its end too: a cut text must not show the half of a key.
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, HIDDEN],
];

/** A command line can hold anything: deeper or longer facts are cut, not followed. */
const MAX_DEPTH = 6;
const MAX_TEXT = 4000;

export function redactText(text: string): string {
  // Cut first, so that a flood cannot keep the expressions busy.
  let out = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
  for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
  return out;
}

/** A one-time code is typed, so it is digits in a string; error codes are words and close codes numbers, and stay. */
function isOneTimeCode(name: string, value: unknown): boolean {
  return name.toLowerCase() === 'code' && typeof value === 'string' && /^\d{4,10}$/.test(value);
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
      ...('code' in value && typeof value.code === 'string' ? { code: value.code } : {}),
      ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1) }),
    };
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_NAME.test(name) || isOneTimeCode(name, item) ? HIDDEN : redact(item, depth + 1),
    ]),
  );
}
