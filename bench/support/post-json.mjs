/** One request, and its JSON; with a body it is a POST. */
export async function json(url, body) {
  const response = await fetch(
    url,
    body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}
