import { useAsk } from '../../data/ask.ts';
import { Answer } from '../../design/answer.tsx';
import { Badge } from '../../design/badge.tsx';
import { Facts } from '../../design/facts.tsx';
import { Page } from '../../design/page.tsx';
import { Panel } from '../../design/panel.tsx';
import { Id, Instant } from '../../design/value.tsx';
import { SettingsDocument } from '../../generated/documents.ts';
import { Clock } from './clock.tsx';
import { Grace } from './grace.tsx';
import style from './settings.module.css';

export default function Settings() {
  const answer = useAsk(SettingsDocument, {}, { everyMs: 10_000 });
  return (
    <Page title="Settings">
      <Answer of={answer} lines={6}>
        {({ workspace }) => (
          <div className={style.columns}>
            <Panel title="Workspace">
              <Facts
                of={[
                  ['Name', workspace.name],
                  [
                    'Mode',
                    <Badge key="mode" tone={workspace.mode === 'TEST' ? 'warn' : 'good'}>
                      {workspace.mode === 'TEST' ? 'Test' : 'Live'}
                    </Badge>,
                  ],
                  ['Made', <Instant key="made" at={workspace.createdAt} />],
                  ['Id', <Id key="id">{workspace.id}</Id>],
                ]}
              />
            </Panel>
            <Grace seconds={workspace.invoiceGraceSeconds} />
            {workspace.mode === 'TEST' && <Clock now={workspace.now} graceSeconds={workspace.invoiceGraceSeconds} />}
          </div>
        )}
      </Answer>
    </Page>
  );
}
