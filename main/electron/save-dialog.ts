import { BrowserWindow, dialog } from 'electron';

/** The system's own dialog; undefined where the person thought better of it. */
export async function askWhereToSave(suggested: string, format: 'json' | 'markdown'): Promise<string | undefined> {
  const filters = [
    format === 'json' ? { name: 'JSON', extensions: ['json'] } : { name: 'Markdown', extensions: ['md'] },
  ];
  const options = { defaultPath: suggested, filters };
  const parent = BrowserWindow.getFocusedWindow();
  const { canceled, filePath } = await (parent
    ? dialog.showSaveDialog(parent, options)
    : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? undefined : filePath;
}
