using System.Globalization;
using OciFs.Searching;

namespace OciFs.Cli.Printing;

/// <summary>What find(1) prints with <c>-ls</c> before a path: inode, KiB on disk, mode, names, owner, group, size, time.</summary>
internal static class FindLine
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(180);

    /// <summary>The facts, with a blank behind them.</summary>
    public static string Of(FileMatch match, ImageUsers users)
    {
        var file = match.Attributes;
        var size = UnixMode.IsDevice(file.Mode) ? $"{file.DeviceMajor,3}, {file.DeviceMinor,3}" : $"{file.Size,8}";
        return $"{file.Inode,9} {(file.Blocks + 1) / 2,6} {ModeText.Of(file.Mode)} {file.Links,3} {users.UserText(file.Uid),-8} {users.GroupText(file.Gid),-8} {size} {Time(file.Modified.Seconds)} ";
    }

    private static string Time(long seconds)
    {
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return seconds.ToString(CultureInfo.InvariantCulture);
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var age = DateTimeOffset.UtcNow - time;
        return time.ToLocalTime().ToString(age > Recent || age < -TimeSpan.FromHours(1) ? "MMM dd  yyyy" : "MMM dd HH:mm", CultureInfo.InvariantCulture) is var text && text[4] == '0'
            ? $"{text[..4]} {text[5..]}"
            : text;
    }
}
