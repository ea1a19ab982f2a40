import { Component, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Failure } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';

type PageBoundaryProps = { readonly children: ReactNode };

/**
 * Keeps what goes wrong on a page to that page. It may be a mistake of ours, or its file could not be fetched: the server is
 * away, or it was upgraded and has another one by now.
 */
export class PageBoundary extends Component<PageBoundaryProps, { readonly error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <Page title="This page cannot be shown" tools={<Button onClick={() => location.reload()}>Load it again</Button>}>
        <Failure error={this.state.error} />
      </Page>
    );
  }
}
