// Promises a named group of check boxes from a table of words.
import screen from "../../ui/screen.module.css";

interface Props {
  legend: string;
  words: Record<string, string>;
  chosen: readonly string[];
  choose: (chosen: string[]) => void;
}

export function CheckList({ legend, words, chosen, choose }: Props) {
  const turn = (name: string) =>
    choose(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <fieldset className={screen.form}>
      <legend>{legend}</legend>
      {Object.entries(words).map(([name, label]) => (
        <label key={name}>
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => turn(name)} /> {label}
        </label>
      ))}
    </fieldset>
  );
}
