using System.Globalization;
using OciFs.Images;

namespace OciFs.Cli.Printing;

/// <summary>
/// Names of owners as an image itself has them, in its <c>/etc/passwd</c> and <c>/etc/group</c>; each is read when it is first asked, and where it cannot be,
/// there are no names.
/// </summary>
/// <param name="root">The root file system; null where there are no names.</param>
internal sealed class ImageUsers(FileNode? root)
{
    private OwnerTable Users => field ??= Read("/etc/passwd", 2);

    private OwnerTable Groups => field ??= Read("/etc/group", 1);

    /// <summary>Name of a user; null where the number has none.</summary>
    public string? UserOf(uint number) => Users.NameOf(number);

    /// <summary>Name of a group; null where the number has none.</summary>
    public string? GroupOf(uint number) => Groups.NameOf(number);

    /// <summary>Name of a user, or the number.</summary>
    public string UserText(uint number) => UserOf(number) ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Name of a group, or the number.</summary>
    public string GroupText(uint number) => GroupOf(number) ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Number of a user by name; null where there is no such user.</summary>
    public uint? FindUser(string name) => Users.NumberOf(name);

    /// <summary>Number of a group by name; null where there is no such group.</summary>
    public uint? FindGroup(string name) => Groups.NumberOf(name);

    private OwnerTable Read(string path, int numbers)
    {
        try
        {
            if (root?.Resolve(path) is not { Kind: FileKind.Regular } file)
            {
                return OwnerTable.Empty;
            }

            var size = file.Attributes.Size;
            if (size > Limits.OwnerFileBytes)
            {
                Output.Warn($"{path}: {size} bytes (at most {Limits.OwnerFileBytes}): owners are shown as numbers");
                return OwnerTable.Empty;
            }

            var text = new byte[size];
            using var stream = file.OpenRead();
            return OwnerTable.Parse(text.AsSpan(0, stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)), numbers);
        }
        catch (OciFsException error)
        {
            if (error.Error is not (OciFsError.NotFound or OciFsError.Invalid or OciFsError.LimitExceeded))
            {
                Output.Warn($"{path}: {error.Message} (owners are shown as numbers)");
            }

            return OwnerTable.Empty;
        }
    }
}
