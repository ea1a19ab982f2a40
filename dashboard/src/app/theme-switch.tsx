import { useId } from 'react';
import { Icon } from '../design/icon.tsx';
import { chooseTheme, type Theme, themes, useTheme } from './theme.ts';
import style from './theme-switch.module.css';

const labels: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const theme = useTheme();
  const name = useId();
  return (
    <fieldset className={style.switch}>
      <legend className="visually-hidden">Colours</legend>
      {themes.map((choice) => (
        <label key={choice} className={style.choice} title={labels[choice]}>
          <input
            type="radio"
            name={name}
            className="visually-hidden"
            checked={theme === choice}
            onChange={() => chooseTheme(choice)}
          />
          <Icon name={choice} />
          <span className="visually-hidden">{labels[choice]}</span>
        </label>
      ))}
    </fieldset>
  );
}
