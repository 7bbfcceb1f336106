//! Takes the built site into the binary: every file of it, compressed.
//!
//! cargo-leptos builds the site before it builds the server. Without a site (a plain `cargo check`)
//! the binary carries none, and its pages work as they do for a browser without script.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=LEPTOS_SITE_ROOT");
    println!("cargo:rerun-if-changed=migrations");
    let workspace = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("..");
    let site = workspace.join(env::var("LEPTOS_SITE_ROOT").unwrap_or_else(|_| "target/site".to_owned()));
    println!("cargo:rerun-if-changed={}", site.display());
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let compress = env::var("PROFILE").is_ok_and(|profile| profile == "release");

    let mut files = Vec::new();
    if site.is_dir() {
        collect(&site, &mut files)?;
    }
    files.sort();
    let mut build = Fnv::default();
    let mut table = String::new();
    for (index, file) in files.iter().enumerate() {
        let bytes = fs::read(file)?;
        build.add(&bytes);
        let stem = out.join(format!("asset{index}"));
        fs::write(&stem, &bytes)?;
        let (brotli, gzip) = if compress { (brotli(&bytes)?, gzip(&bytes)?) } else { (Vec::new(), Vec::new()) };
        fs::write(stem.with_extension("br"), brotli)?;
        fs::write(stem.with_extension("gz"), gzip)?;
        let path =
            plain_name(&file.strip_prefix(&site).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/"));
        let (kind, stem) = (kind(file), stem.display());
        writeln!(
            table,
            "Asset {{ path: {path:?}, kind: {kind:?}, plain: include_bytes!(\"{stem}\"), \
             brotli: include_bytes!(\"{stem}.br\"), gzip: include_bytes!(\"{stem}.gz\") }},"
        )
        .map_err(io::Error::other)?;
    }
    fs::write(
        out.join("site.rs"),
        format!(
            "/// Changes with the site.\nconst BUILD: &str = \"{:016x}\";\nstatic ASSETS: &[Asset] = &[\n{table}];\n",
            build.0
        ),
    )
}

/// The site's files. cargo-leptos may have left compressed copies beside them, and the types of the
/// WASM's glue, which no browser asks for.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if !path.extension().is_some_and(|ending| ending == "br" || ending == "gz" || ending == "ts") {
            files.push(path);
        }
    }
    Ok(())
}

/// Without the hash that cargo-leptos puts between name and ending: the binary serves these files
/// below an address that changes with all of them together.
fn plain_name(path: &str) -> String {
    match path.split('.').collect::<Vec<_>>()[..] {
        [name, hash, ending] if path.starts_with("pkg/") && hash.len() >= 16 => format!("{name}.{ending}"),
        _ => path.to_owned(),
    }
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("wasm") => "application/wasm",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// FNV-1a: tells one build from another, no more.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
