import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../preload/contract.ts';

/** What there is to say about a session beside its state; '' where there is nothing. */
export function useSessionMessage(session: SessionView): string {
  const { t } = useTranslation();
  if (session.kind === 'unreachable') return session.message;
  const tried = session.kind === 'signed-out' ? session : 'lastTry' in session ? session.lastTry : undefined;
  if (!tried?.end) return tried?.message ?? '';
  const { at, after } = tried.end;
  if (!after) return t(`signInEnd.at.${at}`);
  const said = t(`signInEnd.after.${after.kind}`);
  return after.words === '' ? said : `${said} ${t('signInEnd.words', { words: after.words })}`;
}
