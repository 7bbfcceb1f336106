use super::draft::Draft;

/// Columns of a line (RFC 5322 §2.1.1 asks for no more than 78).
const WIDTH: usize = 72;

/// The plain part of a mail, which says everything. Links and codes stand alone on their lines, and
/// the first line that begins with `http` is the link that the mail is about.
pub(super) fn write(draft: &Draft<'_>) -> String {
    let mut blocks = vec![draft.hello.to_owned(), wrapped(draft.said.lead)];
    if !draft.facts.is_empty() {
        let facts: Vec<_> = draft.facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        blocks.push(facts.join("\n"));
    }
    if let Some(link) = draft.link {
        blocks.push(format!("{}:", draft.said.button));
        blocks.push(link.to_string());
    }
    if let Some((before, code)) = draft.code {
        blocks.push(wrapped(before));
        blocks.push(code.to_owned());
    }
    blocks.extend(draft.life.as_deref().map(wrapped));
    if let Some((sentence, link)) = draft.more {
        blocks.push(wrapped(sentence));
        blocks.push(link.to_string());
    }
    blocks.push(wrapped(draft.said.why));
    // "-- " begins a signature (RFC 3676 §4.3).
    blocks.push(format!("-- \n{}", wrapped(&draft.closing)));
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}

fn wrapped(sentences: &str) -> String {
    let mut text = String::with_capacity(sentences.len());
    let mut column = 0;
    for word in sentences.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text
}
