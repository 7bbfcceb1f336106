use utoipa::openapi::{OpenApi, PathItem, path::Operation};

/// The operations of a path, with their methods.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [("get", get), ("put", put), ("post", post), ("delete", delete), ("patch", patch)]
        .into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Names each operation by its path and method, such as `auth_users_me_get`: no two are alike, and
/// code generated from the document keeps its names when ours change.
pub(super) fn name_operations(described: &mut OpenApi) {
    for (path, item) in &mut described.paths.paths {
        let words: Vec<&str> =
            path.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).skip(1).collect();
        for (method, operation) in operations(item) {
            operation.operation_id = Some(format!("{}_{method}", words.join("_")));
        }
    }
}
