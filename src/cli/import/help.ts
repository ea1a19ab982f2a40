export const importHelp = `misura import [FILE]: records the rows of a file as usage events

  FILE              a CSV with a header, or NDJSON (a JSON object a line); none or - is standard input
  --map FIELD=COLUMN     takes a field of the event from a column; several, or separated by commas
  --set FIELD=TEXT       makes a field: TEXT may have {column}, {row} (the row's number from 0), {row%20}
                         and {row%20:02} in it
  --create-customers     customers that are not known are created; without it their events are rejected
  --dry-run              sends nothing, and shows the first events as they would be sent
  --skip N               passes over the first N rows
  --batch N              events in a request, at most 10,000 (default 2000)
  --format csv|ndjson    where the file's name does not say it
  --delimiter ';'        of a CSV (default: a comma)
  --url, --key           of the server; otherwise MISURA_URL and MISURA_KEY

An event has id, name, customer and timestamp; it may have subscription, hold, and properties.x with any x. A column
that is called so needs no --map. Because ids are what identifies events, the same command again changes nothing.

  misura import requests.csv --create-customers \\
    --map customer=account,timestamp=at,properties.tokens=tokens --set id=req-{request} --set name=llm.request`;
