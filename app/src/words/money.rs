use super::Language;

/// An amount of euro cents, as the language writes it: `€1,234.50`, `1.234,50 €`.
pub fn money(language: Language, cents: u32) -> String {
    let (euros, rest) = (cents / 100, cents % 100);
    match language {
        Language::En => format!("€{}.{rest:02}", grouped(euros, ',')),
        Language::De => format!("{},{rest:02}\u{a0}€", grouped(euros, '.')),
    }
}

/// Digits in groups of three.
fn grouped(number: u32, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_amounts_its_own_way() {
        assert_eq!(money(Language::En, 4900), "€49.00");
        assert_eq!(money(Language::De, 4900), "49,00\u{a0}€");
        assert_eq!(money(Language::En, 5), "€0.05");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(money(Language::En, 123_456_789), "€1,234,567.89");
        assert_eq!(money(Language::De, 100_000), "1.000,00\u{a0}€");
        assert_eq!(money(Language::De, 99_900), "999,00\u{a0}€");
    }
}
