import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { PolicyDifference, PolicyFaults } from './policy-difference.tsx';
import { draftText, readDraft } from './policy-draft.ts';
import { DefaultMode, Entries, Rules } from './policy-rows.tsx';
import { PolicyTrial } from './policy-trial.tsx';
import { SettingGroup } from './setting-parts.tsx';
import { type PolicyEditing, usePolicy } from './use-policy.ts';

/** What agents may type where. Nothing holds before the person has seen how it differs from what holds. */
export function PolicyEditor() {
  const { t, i18n } = useTranslation();
  const policy = usePolicy();
  const { view, text, faults } = policy;
  if (!view) return null;
  const draft = readDraft(text);
  const change = (next: Parameters<typeof draftText>[0]) => policy.edit(draftText(next));
  const faultOf = (at: number) => {
    const found = faults.find(({ message }) => message.en.startsWith(`rules.${at}.`));
    return found ? (i18n.language === 'zh-CN' ? found.message['zh-CN'] : found.message.en) : null;
  };
  return (
    <>
      <OutsideChange policy={policy} />
      {draft === undefined ? null : (
        <>
          <DefaultMode draft={draft} onChange={change} />
          <Entries draft={draft} onChange={change} />
          <Rules draft={draft} onChange={change} faulty={faultOf} />
        </>
      )}
      {text === view.text ? null : (
        <div data-testid="policy-change">
          <PolicyDifference
            title={t('policyEditor.notYet')}
            text={t('policyEditor.notYetWhat')}
            before={view.text}
            now={text}
          >
            <Button look="ghost" disabled={policy.busy} onClick={policy.discard}>
              {t('policyEditor.discard')}
            </Button>
            <Button look="primary" disabled={policy.busy} onClick={() => policy.save(text)}>
              {t('policyEditor.hold')}
            </Button>
          </PolicyDifference>
          <PolicyFaults faults={faults} />
        </div>
      )}
      <PolicyTrial />
      <PolicyText policy={policy} broken={draft === undefined} />
    </>
  );
}

/** The file says something else than what holds: it does nothing until the person says so. */
function OutsideChange({ policy }: { readonly policy: PolicyEditing }) {
  const { t } = useTranslation();
  const { view, busy, save } = policy;
  if (!view || (view.difference === null && !view.doubtful)) return null;
  const { difference } = view;
  return (
    <div data-testid="policy-outside">
      <PolicyDifference
        title={t(view.doubtful ? 'policyEditor.doubtful' : 'policyEditor.outside')}
        text={t(view.doubtful ? 'policyEditor.doubtfulWhat' : 'policyEditor.outsideWhat')}
        before={view.text}
        now={difference?.file ?? view.text}
      >
        <Button disabled={busy} onClick={() => save(view.text)}>
          {t('policyEditor.keepMine')}
        </Button>
        {difference === null || difference.faults.length > 0 ? null : (
          <Button look="primary" disabled={busy} onClick={() => save(difference.file)}>
            {t('policyEditor.accept')}
          </Button>
        )}
      </PolicyDifference>
      {difference === null ? null : <PolicyFaults faults={difference.faults} />}
    </div>
  );
}

/** The same as JSON, to be edited, pasted over, or read from a file. */
function PolicyText({ policy, broken }: { readonly policy: PolicyEditing; readonly broken: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const shown = open || broken;
  return (
    <SettingGroup title={t('policyEditor.json')} text={policy.view?.file}>
      <div className="flex flex-wrap items-center gap-2 py-2 pr-2 pl-4">
        <Button size="small" aria-expanded={shown} onClick={() => setOpen(!open)}>
          {t(shown ? 'policyEditor.hideJson' : 'policyEditor.showJson')}
        </Button>
        <Button size="small" onClick={() => chooser.current?.click()}>
          {t('policyEditor.import')}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept=".json,application/json"
          aria-label={t('policyEditor.import')}
          tabIndex={-1}
          className="sr-only"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            target.value = '';
            void file?.text().then((text) => policy.edit(text.slice(0, 1_000_000)));
          }}
        />
      </div>
      {shown ? (
        <div className="border-t border-line">
          <label htmlFor={id} className="sr-only">
            {t('policyEditor.json')}
          </label>
          <textarea
            id={id}
            value={policy.text}
            spellCheck={false}
            rows={Math.min(24, Math.max(8, policy.text.split('\n').length))}
            onChange={({ target }) => policy.edit(target.value)}
            className={classNames(
              'mono block w-full resize-y rounded-b-card bg-term px-4 py-2 outline-offset-[-2px]',
              policy.faults.length > 0 && 'text-ended',
            )}
          />
        </div>
      ) : null}
    </SettingGroup>
  );
}
