package dev.slipway.node.host;

/** Error numbers (x86-64 and arm64 alike) and the kernel's words for them. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int ENXIO = 6;
    public static final int EAGAIN = 11;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int ELOOP = 40;
    public static final int ENOBUFS = 105;

    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case EPERM -> "Operation not permitted";
            case ENOENT -> "No such file or directory";
            case ESRCH -> "No such process or entry";
            case EINTR -> "Interrupted";
            case 9 -> "Bad file descriptor";
            case EAGAIN -> "Resource temporarily unavailable";
            case 12 -> "Cannot allocate memory";
            case 13 -> "Permission denied";
            case EBUSY -> "Device or resource busy";
            case EEXIST -> "File exists";
            case ENODEV -> "No such device";
            case EXDEV -> "Invalid cross-device link";
            case ENOTDIR -> "Not a directory";
            case EINVAL -> "Invalid argument";
            case 24 -> "Too many open files";
            case ENOSPC -> "no space left on device";
            case 30 -> "Read-only file system";
            case 34 -> "Numerical result out of range";
            case 36 -> "File name too long";
            case 38 -> "Function not implemented";
            case ELOOP -> "Too many levels of symbolic links";
            case 90 -> "Message too long";
            case 95 -> "Operation not supported";
            case 98 -> "Address already in use";
            case 99 -> "Cannot assign requested address";
            case 101 -> "Network is unreachable";
            case ENOBUFS -> "No buffer space available";
            case 110 -> "Connection timed out";
            default -> "error " + errno;
        };
    }
}
