import { paths } from '../data/paths.ts';
import { ButtonLink } from '../design/button.tsx';
import { Empty } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { Panel } from '../design/panel.tsx';

export function Missing() {
  return (
    <Page title="No such page">
      <Panel title="Nothing is at this address">
        <Empty
          title="It may have been mistyped"
          action={<ButtonLink to={paths.overview}>To the overview</ButtonLink>}
        />
      </Panel>
    </Page>
  );
}
