/// How far hashing stands back, in steps of nice: about a fortieth of the share of whoever serves.
///
/// A thread that hashes keeps its core until the next tick of the scheduler, 4 ms at most kernels'
/// settings, and whoever waits behind it waits as long. At a tenth of the share that was one request in
/// ten, now it is one in forty. Not further: on a computer that has other work, sign-ins have to go on.
#[cfg(target_os = "linux")]
const NICE: i32 = 16;

/// Lets this thread stand back behind the others of the process, so that a rush of sign-ins does not
/// slow the rest down. Done as well as it can be: without it everything works, only less evenly.
#[cfg(target_os = "linux")]
pub(super) fn lower() {
    // On Linux, "this process" is this thread: setpriority(2), C library/kernel differences.
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "hashing runs at the priority of everything else");
    }
}

/// Elsewhere the priority is the whole process's, which must not stand back.
#[cfg(not(target_os = "linux"))]
pub(super) fn lower() {}
