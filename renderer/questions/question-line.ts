import type { TFunction } from 'i18next';
import type { QuestionView } from '../../preload/contract.ts';
import { visibleText } from '../view/hidden-characters.ts';
import { isOffer } from '../view/secret-offer.ts';

/** A question in one line, for lists and banners. */
export function questionLine(question: QuestionView, t: TFunction): string {
  switch (question.topic) {
    case 'run-command':
      return t('question.line.runCommand', {
        agent: visibleText(question.agent),
        asset: visibleText(question.asset),
        command: visibleText(question.command),
      });
    case 'type-input':
      return t('question.line.typeInput', {
        agent: visibleText(question.agent),
        asset: visibleText(question.asset),
        input: visibleText(question.input),
      });
    case 'file-act':
      return t('question.line.fileAct', {
        agent: visibleText(question.agent),
        asset: visibleText(question.asset),
        act: t(`files.act.${question.act}`),
        path: question.act === 'script' ? '' : visibleText(question.path),
      });
    case 'raw-terminal':
      return t('question.line.rawTerminal', {
        agent: visibleText(question.agent),
        asset: visibleText(question.asset),
      });
    case 'grant-folder':
      return t('question.line.grantFolder', {
        agent: visibleText(question.agent),
        folder: visibleText(question.folder),
      });
    case 'command-review':
      return t('question.line.commandReview', {
        asset: visibleText(question.asset),
        command: visibleText(question.command),
      });
    case 'terminal-secret':
      if (isOffer(question)) return t('hand.secret.title', { asset: visibleText(question.asset) });
      return t('question.line.terminalSecret', {
        agent: visibleText(question.agent),
        asset: visibleText(question.asset),
        user: visibleText(question.user),
      });
    case 'trust-certificate':
      return t('question.line.trustCertificate', { host: question.host });
    case 'proxy-login':
      return t('question.line.proxyLogin', { proxy: question.proxy });
    case 'confirm-identity':
      return t('question.line.confirmIdentity', { site: question.site });
    case 'change-user':
      return t('question.line.changeUser', { site: question.site, now: question.now });
    case 'take-over':
      return t('takeOver.line', { site: visibleText(question.site) });
    case 'replace-session':
      return t('takeOver.replace.line', {
        site: question.site,
        before: visibleText(question.before),
        now: visibleText(question.now),
      });
    default:
      return question satisfies never;
  }
}
