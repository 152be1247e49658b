using System.Globalization;
using OciFs.Host;

namespace OciFs.Cli.Arguments;

/// <summary>The <c>-o</c> options of design §3, and those that mount(8) adds by itself.</summary>
internal sealed class MountOptionList
{
    /// <summary>The options that a user may give, for the help.</summary>
    public const string Known =
        "allow_other, default_permissions, uid=N, gid=N, umask=OCTAL, ro, nosuid, nodev, noexec, auto_unmount, nonempty, fsname=NAME, max_background=N";

    // What mount(8) passes on for a read-only file system without its meaning anything here, or what is so anyway. Images are not to be trusted: set-user-id
    // bits and devices never work from a mount, also where mount(8) says suid and dev of its own.
    private static readonly HashSet<string> WithoutEffect = new(StringComparer.Ordinal)
    {
        "ro", "rw", "defaults", "async", "atime", "noatime", "relatime", "norelatime", "diratime", "nodiratime", "exec",
        "suid", "dev", "sync", "dirsync", "strictatime", "nostrictatime", "lazytime", "nolazytime", "silent", "loud", "mand", "nomand", "iversion", "noiversion",

        // What is for mount(8) and those who read fstab, and is passed on all the same.
        "nofail", "_netdev", "auto", "noauto", "user", "nouser", "users", "nousers", "owner", "noowner", "group", "nogroup",
    };

    private readonly List<Func<ImageMountOptions, ImageMountOptions>> _changes = [];

    private MountOptionList()
    {
    }

    /// <summary>Parses the values of all <c>-o</c> on the command line.</summary>
    /// <exception cref="UsageException">An option is not known, or its value is not possible.</exception>
    public static MountOptionList Parse(IEnumerable<string> values)
    {
        var list = new MountOptionList();
        foreach (var option in values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            var equals = option.IndexOf('=');
            list.Add(option, equals < 0 ? option : option[..equals], equals < 0 ? null : option[(equals + 1)..]);
        }

        return list;
    }

    /// <summary>The options with these changes.</summary>
    public ImageMountOptions Apply(ImageMountOptions options) => _changes.Aggregate(options, (changed, change) => change(changed));

    private void Add(string option, string name, string? value)
    {
        if (value is null && WithoutEffect.Contains(name))
        {
            return;
        }

        _changes.Add((name, value) switch
        {
            // Others get in, but only to what the files' own modes let them see.
            ("allow_other", null) => options => options with { Mount = options.Mount with { AllowOther = true, DefaultPermissions = true } },
            ("default_permissions", null) => options => options with { Mount = options.Mount with { DefaultPermissions = true } },
            ("auto_unmount", null) => options => options with { Mount = options.Mount with { AutoUnmount = true } },
            ("nonempty", null) => options => options with { Mount = options.Mount with { AllowNonEmpty = true } },
            ("nosuid" or "nodev", null) => options => options,
            ("noexec", null) => options => options with { Mount = options.Mount with { NoExec = true } },
            ("fsname", { Length: > 0 }) => options => options with { Mount = options.Mount with { FsName = value } },
            ("uid", not null) => Owner(option, value, (shown, id) => shown with { Uid = id }),
            ("gid", not null) => Owner(option, value, (shown, id) => shown with { Gid = id }),
            ("umask", not null) => Umask(option, value),
            ("max_background", not null) => MaxBackground(option, value),
            _ => throw new UsageException($"-o {option}: this option is not known (known are: {Known})"),
        });
    }

    private static Func<ImageMountOptions, ImageMountOptions> Owner(string option, string value, Func<ShownAttributes, uint, ShownAttributes> change) =>
        uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? options => options with { Shown = change(options.Shown, id) }
            : throw new UsageException($"-o {option}: the value is a number (see: id)");

    private static Func<ImageMountOptions, ImageMountOptions> Umask(string option, string value)
    {
        uint mask = 0;
        if (value.Length is 0 or > 4 || value.Any(digit => digit is < '0' or > '7'))
        {
            throw new UsageException($"-o {option}: the value is an octal number up to 0777");
        }

        foreach (var digit in value)
        {
            mask = (mask * 8) + (uint)(digit - '0');
        }

        return options => options with { Shown = options.Shown with { Umask = mask & 0x1FF } };
    }

    private static Func<ImageMountOptions, ImageMountOptions> MaxBackground(string option, string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? options => options with { Session = options.Session with { MaxBackground = count } }
            : throw new UsageException($"-o {option}: the value is a number from 1 to 65535");
}
