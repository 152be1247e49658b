using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Mount;

namespace OciFs.Host.Background;

/// <summary>
/// This process as a server that another one has started (<see cref="ServerProcess"/>): tells it how far it is, asks it for what is mounted, and ends with whoever
/// keeps the mount.
/// </summary>
public sealed class ServerRole : IMountControl, IDisposable
{
    // How the process knows what it is.
    private const string Variable = "OCIFS_SERVER";
    private const string WithLog = "log", WithoutLog = "silent";

    private const int StandardOutput = 1, StandardError = 2, LineDescriptor = 3, LogDescriptor = 4;

    private readonly Lifeline _line = new(new SafeFileHandle(LineDescriptor, ownsHandle: true));
    private readonly TaskCompletionSource<ReceivedMessage> _device = new();
    private Action _reread = () => { };
    private Func<bool> _isAlive = () => true;
    private volatile bool _isOver;

    private ServerRole(bool hasLog)
    {
        HasLog = hasLog;
        new Thread(Listen) { IsBackground = true, Name = "ocifs lifeline" }.Start();
    }

    /// <summary>Whether somebody hears its standard error once the mount is usable.</summary>
    public bool HasLog { get; }

    /// <summary>Whether this process is a server whose starter waits for it.</summary>
    public static bool IsAwaited => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Takes the role; null in a process that has none. To be called once.</summary>
    public static ServerRole? Take() => Environment.GetEnvironmentVariable(Variable) is { } form ? new ServerRole(hasLog: form == WithLog) : null;

    /// <summary>What makes a process that is given standard error, a lifeline and perhaps a log a server. Nothing looks into it from outside, and it notifies nobody.</summary>
    internal static string[] Variables(bool hasLog) =>
        [$"{Variable}={(hasLog ? WithLog : WithoutLog)}", "DOTNET_EnableDiagnostics=0", "NOTIFY_SOCKET=", "WATCHDOG_USEC=", "WATCHDOG_PID="];

    /// <summary>Tells whoever waits for this process how far what takes long is.</summary>
    /// <param name="what">What is being done, in words for people.</param>
    /// <param name="done">Bytes that are done.</param>
    /// <param name="total">Bytes that there are to do; 0 where that is not known.</param>
    public static void SayProgress(string what, long done, long total)
    {
        if (IsAwaited)
        {
            Say(ServerMessages.OfProgress(what, done, total));
        }
    }

    /// <summary>Says that the source is open, and waits for what is mounted for it.</summary>
    /// <param name="options">How it is mounted; the name is what the mount table is to show.</param>
    /// <returns>The device. To unmount it is to ask whoever keeps it.</returns>
    public MountedDevice WaitForMount(MountOptions options)
    {
        Say(ServerMessages.OfStage(options.FsName));
        var message = _device.Task.GetAwaiter().GetResult();
        return new MountedDevice(message.First!, message.Text, message.Second, this);
    }

    /// <summary>Tells whoever waits for this process that the mount is usable; from then on its standard error is the log that it was given.</summary>
    /// <param name="text">What to say of it, in a printable line.</param>
    /// <param name="mount">What is served.</param>
    public void SayReady(string text, ImageMount mount)
    {
        _reread = mount.Reread;
        _isAlive = mount.IsAlive;
        Environment.SetEnvironmentVariable(Variable, null);
        Say(ServerMessages.OfStage(text));
        _ = BackgroundInterop.dup2(HasLog ? LogDescriptor : StandardOutput, StandardError);
    }

    /// <summary>Tells whoever keeps the mount that it has ended as it should.</summary>
    public void SayEnded() => _line.Send(LifelineMessage.Ended);

    /// <summary>Gives up the line: the process is about to end.</summary>
    public void Dispose()
    {
        _isOver = true;
        _line.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>Asks for it: it is done lazily where it is in use, and those who use it have a while.</remarks>
    UnmountResult IMountControl.Unmount(bool lazy)
    {
        _line.Send(LifelineMessage.Unmount);
        return UnmountResult.Done;
    }

    /// <inheritdoc/>
    bool IMountControl.TryAbort() => _line.Send(LifelineMessage.Abort);

    // One write, which a pipe takes whole (pipe(7), PIPE_BUF).
    private static void Say(ReadOnlySpan<byte> message)
    {
        using var pipe = new FileStream(new SafeFileHandle(StandardError, ownsHandle: false), FileAccess.Write, 0);
        pipe.Write(message);
    }

    private void Listen()
    {
        while (_line.Receive() is { } message)
        {
            switch (message.Kind)
            {
                case LifelineMessage.Device when message.First is not null:
                    _device.TrySetResult(message);
                    break;
                case LifelineMessage.Ping:
                    Do(() => _isAlive() ? LifelineMessage.Alive : null);
                    break;
                case LifelineMessage.Reread:
                    Do(() =>
                    {
                        _reread();
                        return LifelineMessage.Reread;
                    });
                    break;
            }
        }

        // Nobody keeps the mount any more, or nobody is going to mount: whatever this process is at, there is nothing left that it is good for.
        if (!_isOver)
        {
            BackgroundInterop._exit(1);
        }
    }

    // On a thread of its own: whatever it waits for, the end of the line is to be seen.
    private void Do(Func<LifelineMessage?> answer)
    {
        void Answer()
        {
            if (answer() is { } message)
            {
                _line.Send(message);
            }
        }

        new Thread(Answer) { IsBackground = true, Name = "ocifs answer" }.Start();
    }
}
