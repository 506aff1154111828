/* Puts every <time data-local> into the reader's own time zone and language; without it they stand in UTC. */
const FORMS = {
  day: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  hour: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

/** Return the moment in words, or nothing where it cannot be read. */
export const told = (moment, form, language) => {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(language, FORMS[form] ?? FORMS.day).format(date);
};

// The page's language, not the browser's; British, since the server writes day, month, year as well.
const spoken = (page) => (page === "en" ? "en-GB" : page);

const localise = (root) => {
  const language = spoken(document.documentElement.lang || "en");
  for (const time of root.querySelectorAll("time[data-local]")) {
    const words = told(time.dateTime, time.dataset.local, language);
    if (!words) continue;
    time.title = time.textContent;
    time.textContent = words;
    delete time.dataset.local;
  }
};

if (typeof document !== "undefined") localise(document);
