import { useLocation } from 'wouter';
import { paths } from '../data/paths.ts';
import { Icon, type IconName } from '../design/icon.tsx';
import { PageLink } from '../design/link.tsx';
import style from './navigation.module.css';

type Place = { readonly to: string; readonly label: string; readonly icon: IconName; readonly hasGap?: boolean };

const places: readonly Place[] = [
  { to: paths.overview, label: 'Overview', icon: 'overview' },
  { to: paths.events, label: 'Events', icon: 'events' },
  { to: paths.meters, label: 'Meters', icon: 'meters' },
  { to: paths.customers, label: 'Customers', icon: 'customers', hasGap: true },
  { to: paths.products, label: 'Products', icon: 'products' },
  { to: paths.invoices, label: 'Invoices', icon: 'invoices' },
  { to: paths.keys, label: 'Keys', icon: 'keys', hasGap: true },
  { to: paths.settings, label: 'Settings', icon: 'settings' },
];

export function Navigation({ onGone }: { readonly onGone?: () => void }) {
  const [location] = useLocation();
  return (
    <nav aria-label="Main">
      <ul className={style.list}>
        {places.map(({ to, label, icon, hasGap }) => (
          <li key={to} className={hasGap ? style.gap : undefined}>
            <PageLink
              to={to}
              className={style.link}
              aria-current={isWithin(location, to) ? (location === to ? 'page' : 'true') : undefined}
              onClick={onGone}
            >
              <Icon name={icon} />
              {label}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function isWithin(location: string, to: string): boolean {
  return location === to || (to !== paths.overview && location.startsWith(`${to}/`));
}
