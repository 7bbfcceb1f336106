//! The demo shop: a fixed list of goods, a cart in a cookie, an order written exactly once.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Something to buy. Names and descriptions are in [`crate::words`], by `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    /// Stable key.
    pub id: &'static str,
    /// Euro cents.
    pub cents: u32,
}

/// All goods, in display order.
pub const fn products() -> &'static [Product] {
    &[
        Product { id: "lantern", cents: 4900 },
        Product { id: "padlock", cents: 1950 },
        Product { id: "keyring", cents: 1200 },
        Product { id: "doorbell", cents: 3400 },
    ]
}

/// The product of that key.
pub fn product(id: &str) -> Option<Product> {
    products().iter().copied().find(|product| product.id == id)
}

/// How many of one thing: 1 to 99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Quantity(u8);

impl Quantity {
    /// One.
    pub const ONE: Self = Self(1);

    /// `None` outside 1 to 99.
    pub const fn new(count: u8) -> Option<Self> {
        if count >= 1 && count <= 99 { Some(Self(count)) } else { None }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The sum, 99 at most.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self((self.0 + other.0).min(99))
    }
}

impl TryFrom<u8> for Quantity {
    type Error = &'static str;

    fn try_from(count: u8) -> Result<Self, Self::Error> {
        Self::new(count).ok_or("a quantity is 1 to 99")
    }
}

impl From<Quantity> for u8 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

/// Some of one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CartLine {
    /// Key of the product.
    pub product: String,
    /// How many.
    #[cfg_attr(feature = "ssr", schema(value_type = u8, minimum = 1, maximum = 99))]
    pub quantity: Quantity,
}

/// What the person means to buy: one line a product, known products only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(try_from = "Vec<CartLine>", into = "Vec<CartLine>")]
pub struct Cart(Vec<CartLine>);

impl Cart {
    /// The lines, in the order they were put in.
    pub fn lines(&self) -> &[CartLine] {
        &self.0
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many things.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|line| u32::from(line.quantity.get())).sum()
    }

    /// Euro cents of everything.
    pub fn total_cents(&self) -> u32 {
        self.0
            .iter()
            .filter_map(|line| product(&line.product).map(|known| known.cents * u32::from(line.quantity.get())))
            .sum()
    }

    /// Puts more of a product in. Unknown products change nothing.
    pub fn add(&mut self, id: &str, quantity: Quantity) {
        if let Some(line) = self.0.iter_mut().find(|line| line.product == id) {
            line.quantity = line.quantity.plus(quantity);
        } else if product(id).is_some() {
            self.0.push(CartLine { product: id.to_owned(), quantity });
        }
    }

    /// Sets how many; `None` takes the product out.
    pub fn set(&mut self, id: &str, quantity: Option<Quantity>) {
        match quantity {
            None => self.0.retain(|line| line.product != id),
            Some(quantity) => {
                if let Some(line) = self.0.iter_mut().find(|line| line.product == id) {
                    line.quantity = quantity;
                } else {
                    self.add(id, quantity);
                }
            }
        }
    }
}

impl TryFrom<Vec<CartLine>> for Cart {
    type Error = &'static str;

    fn try_from(lines: Vec<CartLine>) -> Result<Self, Self::Error> {
        let mut cart = Self::default();
        for line in lines {
            product(&line.product).ok_or("a cart holds known products only")?;
            cart.add(&line.product, line.quantity);
        }
        Ok(cart)
    }
}

impl From<Cart> for Vec<CartLine> {
    fn from(cart: Cart) -> Self {
        cart.0
    }
}

/// The cookie's form: `lantern:2.padlock:1`.
impl fmt::Display for Cart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, line) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "." };
            write!(f, "{separator}{}:{}", line.product, line.quantity.get())?;
        }
        Ok(())
    }
}

impl FromStr for Cart {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        text.split('.')
            .map(|part| {
                let (product, count) = part.split_once(':').ok_or("a line is product:count")?;
                let quantity = count.parse().ok().and_then(Quantity::new).ok_or("a quantity is 1 to 99")?;
                Ok(CartLine { product: product.to_owned(), quantity })
            })
            .collect::<Result<Vec<_>, &'static str>>()?
            .try_into()
    }
}

/// Body of `POST /api/orders`, and the fields of the checkout form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRequest {
    /// Chosen when the form was shown; the same key never makes a second order.
    #[cfg_attr(
        feature = "ssr",
        schema(max_length = 64, pattern = r"[^\s\u0000-\u001f\u007f-\u009f]", examples("5f0c9d2e"))
    )]
    pub key: String,
    /// Who it goes to.
    #[cfg_attr(
        feature = "ssr",
        schema(max_length = 100, pattern = r"[^\s\u0000-\u001f\u007f-\u009f]", examples("Ada Lovelace"))
    )]
    pub recipient: String,
    /// Where it goes.
    #[cfg_attr(
        feature = "ssr",
        schema(
            max_length = 400,
            pattern = r"[^\s\u0000-\u001f\u007f-\u009f]",
            examples("12 St James's Square, London")
        )
    )]
    pub address: String,
}

/// An order as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Order {
    /// Number to quote.
    pub id: String,
    /// What was bought.
    pub cart: Cart,
    /// Euro cents.
    pub total_cents: u32,
    /// Who it goes to.
    pub recipient: String,
    /// Where it goes.
    pub address: String,
    /// Seconds since 1970.
    pub placed_at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cart_survives_its_cookie() {
        let mut cart = Cart::default();
        cart.add("lantern", Quantity::ONE);
        cart.add("padlock", Quantity(3));
        cart.add("lantern", Quantity::ONE);
        assert_eq!(cart.to_string(), "lantern:2.padlock:3");
        assert_eq!(cart.to_string().parse(), Ok(cart.clone()));
        assert_eq!(cart.total_cents(), 2 * 4900 + 3 * 1950);
        assert_eq!(cart.count(), 5);
    }

    #[test]
    fn bad_cookies_are_refused() {
        for bad in ["x", "lantern", "lantern:0", "lantern:100", "gold:1", "lantern:1..", "lantern:-1"] {
            assert!(bad.parse::<Cart>().is_err(), "{bad}");
        }
    }

    #[test]
    fn quantities_stop_at_ninety_nine() {
        let mut cart = Cart::default();
        cart.add("lantern", Quantity(60));
        cart.add("lantern", Quantity(60));
        assert_eq!(cart.lines()[0].quantity.get(), 99);
        cart.set("lantern", None);
        assert!(cart.is_empty());
    }
}
