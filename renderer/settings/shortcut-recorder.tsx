import { Fragment, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { Button } from '../ui/button.tsx';
import { APPLE, KeyHint } from '../ui/key-hint.tsx';
import { acceleratorOf, shownKeys } from '../view/accelerator.ts';

interface ShortcutRecorderProps {
  /** What the keys do, for those who hear the page. */
  readonly label: string;
  /** As Electron names them; empty: none. */
  readonly keys: string;
  onRecord(keys: string): void;
}

/** Shows keys and takes others: the button listens until keys are pressed, Escape or Tab leaves it as it was. */
export function ShortcutRecorder({ label, keys, onRecord }: ShortcutRecorderProps) {
  const { t } = useTranslation();
  const [listening, setListening] = useState<'no' | 'yes' | 'too-common'>('no');
  const recording = useAction('shortcut.recording');
  const listen = (on: boolean) => {
    setListening(on ? 'yes' : 'no');
    // The keys that hold now must reach the recorder, and not do what they do.
    void recording.run({ on });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (listening === 'no' || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      listen(false);
      return;
    }
    const recorded = acceleratorOf(event, APPLE);
    if (recorded.kind === 'too-common') setListening('too-common');
    if (recorded.kind !== 'keys') return;
    listen(false);
    onRecord(recorded.keys);
  };
  const words =
    listening === 'no' ? shownKeys(keys, APPLE).join(' ') || t('setting.shortcut.none') : t('setting.shortcut.press');
  return (
    <span className="flex shrink-0 items-center gap-2">
      {listening === 'too-common' ? (
        <span role="status" className="text-small text-needs">
          {t('setting.shortcut.tooCommon')}
        </span>
      ) : null}
      <Button
        aria-label={`${label}: ${words}`}
        aria-pressed={listening !== 'no'}
        className={listening === 'no' ? '' : 'border-accent! text-accent-text!'}
        onClick={() => listen(listening === 'no')}
        onBlur={() => {
          if (listening !== 'no') listen(false);
        }}
        onKeyDown={onKeyDown}
      >
        {listening !== 'no' || keys === ''
          ? words
          : shownKeys(keys, APPLE).map((key, index) => (
              <Fragment key={key}>
                {/* The blank is not seen, but makes the text the name that is heard. */}
                {index > 0 ? ' ' : ''}
                <KeyHint>{key}</KeyHint>
              </Fragment>
            ))}
      </Button>
      {keys === '' ? null : (
        <Button look="ghost" aria-label={`${t('setting.shortcut.clear')}: ${label}`} onClick={() => onRecord('')}>
          {t('setting.shortcut.clear')}
        </Button>
      )}
    </span>
  );
}
